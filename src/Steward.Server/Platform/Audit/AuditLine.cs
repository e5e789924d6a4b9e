// One line of the audit log, and how a unit of work turns into lines: who, what, when, before and after.
using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
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
    public static List<AuditLine> From(IEnumerable<EntityEntry> changed, Work work, IReadOnlyList<INews> news, DateTimeOffset now)
    {
        var occurred = news.Count > 0 ? news[0].OccurredAt : now;
        var lines = new List<AuditLine>();
        foreach (var entry in changed)
        {
            if (entry.Entity is INotAudited) continue;
            var shape = Shapes.GetOrAdd(entry.Metadata, ShapeOf);
            var change = Describe(entry, shape);
            if (entry.State == EntityState.Modified && change == "{}") continue;
            var key = shape.Key.GetGetter().GetClrValue(entry.Entity);
            var customer = (entry.Entity as ITenantRow)?.Customer ?? (key as TenantId?);
            lines.Add(new(now, occurred, work.Actor.Id, work.Actor.Name, work.OnBehalfOf?.Name, customer, work.Verb, shape.Table, shape.Id(key), change, work.Trace));
        }
        return lines;
    }

    /// <summary>What is written of a kind of row: its table, its key as an id (empty where the key is none), and its fields but for key and version.</summary>
    sealed record Shape(string Table, IProperty Key, Func<object?, Guid> Id, (IProperty Property, bool Secret)[] Fields);

    static readonly ConcurrentDictionary<IEntityType, Shape> Shapes = new();

    static Shape ShapeOf(IEntityType entity)
    {
        var key = entity.FindPrimaryKey()!.Properties[0];
        var value = key.ClrType.GetProperty("Value");
        Func<object?, Guid> id = key.ClrType == typeof(Guid) ? k => (Guid)k! : value?.PropertyType == typeof(Guid) ? k => (Guid)value.GetValue(k)! : _ => Guid.Empty;
        return new(entity.GetTableName()!, key, id, [.. entity.GetProperties().Where(p => p.Name != nameof(IVersioned.Version) && !p.IsPrimaryKey())
            .Select(p => (p, p.PropertyInfo?.IsDefined(typeof(SecretAttribute), false) == true))]);
    }

    static string Describe(EntityEntry entry, Shape shape)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = Web.Json.Options.Encoder });
        json.WriteStartObject();
        foreach (var (property, secret) in shape.Fields)
        {
            var now = property.GetGetter().GetClrValue(entry.Entity);
            var was = entry.State == EntityState.Added ? null : entry.OriginalValues[property];
            if (entry.State == EntityState.Deleted) now = null;
            if (entry.State == EntityState.Modified ? property.GetValueComparer().Equals(was, now) : was is null && now is null) continue;
            json.WriteStartArray(property.Name);
            Write(json, was, secret);
            Write(json, now, secret);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter json, object? value, bool secret)
    {
        if (value is null) json.WriteNullValue();
        else if (secret) json.WriteStringValue("•••");
        else JsonSerializer.Serialize(json, value, value.GetType(), Web.Json.Options);
    }
}
