// Somebody else than whoever proposed it agrees to another version of an agreement; from then on new tickets and open clocks go by it, and what each clock showed is kept beside.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk.Agreements;

/// <summary>What is asked: this version in the place of that one.</summary>
sealed record AskedAgreement(AgreementRef To, AgreementRef From, ChangeRule Rule, IReadOnlyList<AgreementChange> Changes, int Moved);

static class AgreementWords
{
    /// <summary>Words of a line of <see cref="AgreementEdit"/> in the reader's language.</summary>
    public static string Said(string words, string between) => words.Length == 0 ? "—" : string.Join(between, words.Split('|').Select(w => w.StartsWith('=') ? w[1..] : Texts.T(w)));
    public static string SaidWhat(this AgreementChange of) => Said(of.What, " · ");
    public static string SaidBefore(this AgreementChange of) => Said(of.Before, Texts.T("Desk.Comma"));
    public static string SaidAfter(this AgreementChange of) => Said(of.After, Texts.T("Desk.Comma"));
}

sealed class AgreementApproval(TicketWork work, StewardDb db, SlaClocks clocks, Me me) : IApprovalKind
{
    public const string Kind = "agreement";
    const int Shown = 4;

    public string Name => Kind;

    public Expression<Func<Approval, bool>> MayDecide
    {
        get
        {
            var contracts = me.IsSystem ? db.Set<Contract>() : db.Set<Contract>().Where(Conditions.Any(me.Giving(Thing.Contract, Right.Approve).Where(g => g.Wide && g.Grant.Site is null && g.Grant.Team is null).Select(g => Covered(g.Grant))));
            return a => contracts.Any(c => (Guid)(object)c.Id == a.Subject);
        }
    }

    static Expression<Func<Contract, bool>> Covered(Grant grant) => c => (grant.Customer == null || c.Customer == grant.Customer) && (grant.Contract == null || (Guid)(object)c.Id == grant.Contract);

    public string Words(Approval approval)
    {
        var asked = approval.Read<AskedAgreement>();
        var lines = asked.Changes.Take(Shown).Select(c => $"{c.SaidWhat()}: {c.SaidBefore()} → {c.SaidAfter()}");
        return Texts.T("AgreementChange.Words", asked.To.Number, string.Join("; ", lines) + (asked.Changes.Count > Shown ? " …" : ""), asked.Moved, Texts.Name(asked.Rule));
    }

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop)
    {
        var (id, asked) = (ContractId.From(approval.Subject), approval.Read<AskedAgreement>());
        var contract = await db.Set<Contract>().SingleAsync(c => c.Id == id, stop);
        // Another version, or another calendar, came in between: what was shown is not what would happen.
        if (new AgreementRef(contract.Agreement, contract.AgreementNumber) != asked.From) return new AgreementMovedOn();
        (contract.Agreement, contract.AgreementNumber) = (asked.To.Id, asked.To.Number);
        var touched = (await clocks.ChangeAgreement(id.Value, asked.To, asked.Rule, approval.DecidedBy, work.Now, stop)).Select(TicketId.From).ToList();
        var tickets = await db.Set<Ticket>().Where(t => touched.Contains(t.Id)).ToListAsync(stop);
        foreach (var ticket in tickets)
        {
            ticket.Version++;
            work.Write(ticket, EntryKind.Duty, $"{contract.Number} · {asked.To.Number} · {Texts.Name(asked.Rule)}: {approval.Reason}", visible: false, nameof(ProposeAgreement));
        }
        return tickets.ConvertAll(t => (INews)new TicketNoted(t.Id, t.Customer, false, work.Now)).ToArray();
    }
}
