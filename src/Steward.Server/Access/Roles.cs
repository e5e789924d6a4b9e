// Roles, things and rights: the vocabulary of "who may", as the matrix in Data/rights.tsv spells it out.
namespace Steward.Access;

/// <summary>The roles of the trade. Department head, provider director and customer leader are positions in People, not roles.</summary>
public enum Role { Agent, L1, Onsite, L2, L3, SvcMgr, PM, ChgMgr, CAB, PrbMgr, CfgMgr, KnwMgr, SecEng, CustAdm, User, Auditor, SysAdm }

/// <summary>Kinds of records that rights are given for; one row of the matrix each.</summary>
public enum Thing { Incident, Problem, Change, Asset, Contract, Patrol, Security, Emergency, Knowledge, Report, Rota, Audit, People, Account, Grant, Settings, Monitoring, Alert, Delegation, Display, Complaint, Webhook }

/// <summary>C create · R read · W work and edit · A approve · X close or confirm.</summary>
public enum Right { Create, Read, Work, Approve, Confirm }

/// <summary>The policy names that routes carry, for example <c>Incident:Work</c>.</summary>
public static class Needs
{
    public static string The(Thing thing, Right right) => $"{thing}:{right}";
    /// <summary>The right for what concerns all customers, such as accounts: a grant cut to one customer does not give it.</summary>
    public static string TheWhole(Thing thing, Right right) => $"{thing}:{right}:provider";
    /// <summary>The right, for people of the provider's side only.</summary>
    public static string OfStaff(Thing thing, Right right) => $"{thing}:{right}:staff";
    /// <summary>The right for what concerns all customers: only a grant without a customer gives that.</summary>
    public static string OfProvider(Thing thing, Right right) => $"{thing}:{right}:provider";
    /// <summary>Whoever approves anything at all; which approvals, their kinds say.</summary>
    public const string Approver = "Approver";
    /// <summary>The right over more than what is one's own: an entry that would lead others to an empty page.</summary>
    public static string OverOthers(Thing thing, Right right) => $"{thing}:{right}:others";
    /// <summary>Anybody who is signed in: one's own language, sign-out, home.</summary>
    public const string SignedIn = "SignedIn";
    /// <summary>Nobody need be signed in: sign-in itself, health, first-run set-up.</summary>
    public const string Anyone = "Anyone";
}
