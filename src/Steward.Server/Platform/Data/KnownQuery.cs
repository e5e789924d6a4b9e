// A query of a hot path, translated once: EF otherwise takes its expression apart anew on every call, to find what it has kept.
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Steward.Platform.Data;

/// <summary>Holds what <c>EF.CompileAsyncQuery</c> makes, one for each model (there are two engines, and several servers in one process of tests).</summary>
sealed class KnownQuery<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    readonly ConditionalWeakTable<IModel, TQuery> of = [];

    public TQuery In(StewardDb db) => of.GetValue(db.Model, _ => compile());
}
