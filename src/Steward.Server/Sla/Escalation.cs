// Who is told when time runs out, and when work moves to the next line.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>Whom a step of the ladder calls; who that is on the day is decided by those who know the people.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationRole>))]
public enum EscalationRole
{
    Owner, GroupLead, ServiceManager, ProjectManager, ProviderDirector, CustomerAdministrator, CustomerHeadOfIt, ContractContacts,
}

/// <summary>At <paramref name="SharePercent"/> of the resolution budget (service time) these are told; <paramref name="Daily"/>: again each working day until solved.</summary>
public sealed record EscalationStep(Priority Priority, int SharePercent, IReadOnlyList<EscalationRole> Tell, bool Daily = false);

[JsonConverter(typeof(JsonStringEnumConverter<SupportLine>))]
public enum SupportLine { First = 1, Second, Third }

/// <summary>Work that stands still at <paramref name="From"/> for so many service seconds goes to the next line; the desk stays its owner.</summary>
public sealed record FunctionalStep(Priority Priority, SupportLine From, long AfterSeconds);
