// Answers custom fields of any kind of record: what is given is written over what was there.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Steward.Platform.Fields;
using Steward.Platform.Web;

namespace Steward.Access.CustomFields;

/// <summary><paramref name="Fields"/> holds an answer for each field by its key; an empty one takes the answer back, what is left out stays.</summary>
/// <param name="Record">The kind of record: incident, request, asset or contact.</param>
public sealed record SetFields([property: Required, StringLength(40)] string Record, Guid Subject, JsonObject? Fields = null);

sealed class SetFieldsHandler(StewardDb db, FieldBook book, Me me, IServiceProvider services) : IVerb<SetFields, Done>
{
    public async Task<Result<Done>> Handle(SetFields ask, CancellationToken stop)
    {
        if (book.Record(ask.Record) is not { } record || await record.Find(services, ask.Subject, false, stop) is null) return new NotFound();
        if (await record.Find(services, ask.Subject, true, stop) is not { } customer) return new NotAllowed();
        // What had to be answered at the beginning is not taken back later.
        if (!(await book.Put(record.Name, customer, ask.Subject, ask.Fields, f => f.Need == FieldNeed.AtIntake && ask.Fields?.ContainsKey(f.Key) == true, me.Contact is not null, stop)).TryGet(out var answers, out var refusal)) return refusal;
        if (record.Changed is { } changed) await changed(services, ask.Subject, answers, stop);
        return await db.TryCommit(stop);
    }
}
