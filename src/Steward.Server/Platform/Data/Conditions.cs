// Puts conditions of queries together, where the parts are found out at run time: one for each grant, one for each kind.
using System.Linq.Expressions;

namespace Steward.Platform.Data;

static class Conditions
{
    /// <summary>Holds where one of the parts does; without any, nowhere.</summary>
    public static Expression<Func<TRow, bool>> Any<TRow>(IEnumerable<Expression<Func<TRow, bool>>> parts) =>
        parts.Aggregate((Expression<Func<TRow, bool>>?)null, (all, part) => all is null ? part : Joined(all, part, Expression.OrElse)) ?? (_ => false);

    public static Expression<Func<TRow, bool>> Both<TRow>(Expression<Func<TRow, bool>> one, Expression<Func<TRow, bool>> other) => Joined(one, other, Expression.AndAlso);

    static Expression<Func<TRow, bool>> Joined<TRow>(Expression<Func<TRow, bool>> one, Expression<Func<TRow, bool>> other, Func<Expression, Expression, Expression> how) =>
        Expression.Lambda<Func<TRow, bool>>(how(one.Body, new Swap(other.Parameters[0], one.Parameters[0]).Visit(other.Body)), one.Parameters[0]);

    /// <summary>Lets a condition speak of another's row.</summary>
    internal sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
