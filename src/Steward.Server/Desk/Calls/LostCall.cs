// 抛弃来电: a call that nobody answered is called back within a quarter of an hour.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Calls;

public readonly record struct LostCallId(Guid Value) : IId<LostCallId> { public static LostCallId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>A caller whose number nobody knows belongs to no customer yet.</summary>
public sealed class LostCall : IVersioned
{
    /// <summary>So soon somebody calls back.</summary>
    public const int Minutes = 15;

    public LostCallId Id { get; init; }
    public required string Phone { get; init; }
    public CustomerId? ForCustomer { get; init; }
    public ContactId? Contact { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public int RingSeconds { get; init; }
    public DateTimeOffset Due { get; init; }
    /// <summary>When its lateness is told; empty once it was, or when somebody has called back.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public DateTimeOffset? CalledAt { get; set; }
    public string By { get; set; } = "";
    public string Text { get; set; } = "";
    public int Version { get; set; }
}

sealed class LostCallTable : IEntityTypeConfiguration<LostCall>
{
    public void Configure(EntityTypeBuilder<LostCall> row)
    {
        row.ToTable("desk_lost_call").HasKey(r => r.Id);
        row.HasIndex(r => r.Due).HasFilter("called_at is null");
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
        row.HasIndex(r => new { r.OccurredAt, r.Id });
    }
}

/// <summary>Told by the telephone system or by hand. <paramref name="OccurredAt"/> is now, if left out.</summary>
public sealed record RecordLostCall([property: Required, StringLength(40)] string Phone, DateTimeOffset? OccurredAt = null, [property: Range(0, 3600)] int RingSeconds = 0);
public sealed record CallBackCaller(LostCallId Call, [property: Required, StringLength(400)] string Text);

sealed record CalledBackAlready() : Refusal("DESK-619");

sealed class LostCalls(StewardDb db, Me me)
{
    /// <summary>Those of the customers whose tickets the caller works on; of unknown numbers, whoever works for all.</summary>
    public IQueryable<LostCall> Readable
    {
        get
        {
            var wide = me.Giving(Thing.Incident, Right.Work).Where(g => g.Wide).Select(g => g.Grant.Customer).ToList();
            var calls = db.Set<LostCall>();
            return me.IsSystem || wide.Contains(null) ? calls : calls.Where(c => wide.Contains(c.ForCustomer));
        }
    }
}

sealed class RecordLostCallHandler(StewardDb db, PeopleBook people, IdSource ids, TimeProvider time) : IVerb<RecordLostCall, LostCallId>
{
    public async Task<Result<LostCallId>> Handle(RecordLostCall ask, CancellationToken stop)
    {
        var (now, phone) = (time.Now(), ask.Phone.Trim());
        var at = ask.OccurredAt ?? now;
        if (at > now) return new BadInput([new("occurredAt", "DESK-102")]);
        // One contact with this number is who called; of several, nobody is guessed.
        var known = await people.Contacts.Where(c => c.Active && c.Phone == phone).Select(c => new { c.Id, c.Customer }).Take(2).ToListAsync(stop);
        var call = new LostCall { Id = ids.New<LostCallId>(now), Phone = phone, OccurredAt = at, RingSeconds = ask.RingSeconds, Due = at.AddMinutes(LostCall.Minutes), NextDuty = at.AddMinutes(LostCall.Minutes), Contact = known is [var one] ? one.Id : null, ForCustomer = known is [var theirs] ? theirs.Customer : null };
        db.Add(call);
        return (await db.TryCommit(stop)).Refusal is { } refusal ? refusal : call.Id;
    }
}

sealed class CallBackCallerHandler(StewardDb db, LostCalls calls, Me me, TimeProvider time) : IVerb<CallBackCaller, Done>
{
    public async Task<Result<Done>> Handle(CallBackCaller ask, CancellationToken stop)
    {
        if (await calls.Readable.SingleOrDefaultAsync(c => c.Id == ask.Call, stop) is not { } call) return new NotFound();
        if (call.CalledAt is not null) return new CalledBackAlready();
        (call.CalledAt, call.By, call.Text, call.NextDuty) = (time.Now(), me.Signed, ask.Text.Trim(), null);
        return await db.TryCommit(stop);
    }
}
