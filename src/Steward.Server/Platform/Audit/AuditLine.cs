// One line of the audit log, and how a unit of work turns into lines: who, what, when, before and after.
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Steward.Platform.Events;

namespace Steward.Platform.Audit;

/// <summary>One change to one record. <see cref="Change"/> is JSON: <c>{"field": [before, after]}</c>, or the new row's fields with null before.</summary>
public sealed record AuditLine(
    DateTimeOffset RecordedAt, DateTimeOffset OccurredAt, Guid Actor, string ActorName, string? OnBehalfOf,
    TenantId? Customer, string Verb, string Subject, Guid SubjectId, string Change, string Trace);

/// <summary>A row whose changes are not audited one by one: caches that can be rebuilt, and the platform's own ledgers.</summary>
public interface INotAudited;

/// <summary>A property that must never be written to the audit in clear: the line says only that it changed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

static class AuditLines
{
    public static List<AuditLine> From(ChangeTracker tracker, Work work, IReadOnlyList<INews> news, DateTimeOffset now)
    {
        var occurred = news.Count > 0 ? news[0].OccurredAt : now;
        var lines = new List<AuditLine>();
        foreach (var entry in tracker.Entries())
        {
            if (entry.Entity is INotAudited || entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            var change = Describe(entry);
            if (entry.State == EntityState.Modified && change == "{}") continue;
            var key = entry.Metadata.FindPrimaryKey()!.Properties[0];
            var id = entry.CurrentValues[key] switch
            {
                Guid guid => guid,
                { } typed when typed.GetType().GetProperty("Value")?.GetValue(typed) is Guid guid => guid,
                _ => Guid.Empty,
            };
            var customer = (entry.Entity as ITenantRow)?.Customer ?? (entry.CurrentValues[key] as TenantId?);
            lines.Add(new(now, occurred, work.Actor.Id, work.Actor.Name, work.OnBehalfOf?.Name, customer, work.Verb,
                entry.Metadata.GetTableName()!, id, change, work.Trace));
        }
        return lines;
    }

    static string Describe(EntityEntry entry)
    {
        var change = new JsonObject();
        foreach (var property in entry.Properties)
        {
            var name = property.Metadata.Name;
            if (name == nameof(IVersioned.Version) || property.Metadata.IsPrimaryKey()) continue;
            var secret = property.Metadata.PropertyInfo?.IsDefined(typeof(SecretAttribute), false) == true;
            switch (entry.State)
            {
                case EntityState.Added when property.CurrentValue is not null:
                    change[name] = new JsonArray(null, Value(property.CurrentValue, secret));
                    break;
                case EntityState.Modified when property.IsModified && !Equals(property.OriginalValue, property.CurrentValue):
                    change[name] = new JsonArray(Value(property.OriginalValue, secret), Value(property.CurrentValue, secret));
                    break;
                case EntityState.Deleted when property.OriginalValue is not null:
                    change[name] = new JsonArray(Value(property.OriginalValue, secret), null);
                    break;
            }
        }
        return change.ToJsonString(Web.Json.Options);
    }

    static JsonNode? Value(object? value, bool secret) =>
        value is null ? null : secret ? JsonValue.Create("•••") : JsonSerializer.SerializeToNode(value, value.GetType(), Web.Json.Options);
}
