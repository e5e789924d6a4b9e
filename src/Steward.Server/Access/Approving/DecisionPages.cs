// The page behind the links of an approval's mail, and what tells deciders.
using System.Text.Json.Serialization;
using Steward.Notify;
using Steward.Platform.Approvals;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.Approving;

/// <summary>What the holder of a link may know.</summary>
public sealed record DecisionModel(string Token, bool Agree, string Kind, string Title, string Words, string Reason, string AskedByName, DateTimeOffset AskedAt, DateTimeOffset Until, bool Expired, bool Waits, ApprovalState State)
{
    [JsonIgnore] public string Href { get; init; } = "";
}

static class DecisionPages
{
    public static void Add(IServiceCollection services) => services.AddSingleton<DecisionLinks>().AddSingleton<ApprovalVoice>().AddScoped<ApprovalReplies>().AddScoped<ISweep, ApprovalMails>().AddNewsKinds(new NewsKind("approvals", NewsFor.Everybody, "approval-asked", "approval-answer"));

    public static void Map(IEndpointRouteBuilder routes)
    {
        // GET shows and decides nothing, however often a mail scanner looks.
        routes.Shows<DecisionPage, DecisionModel>("/decide/{token}", Needs.Anyone, "Decision", async (DecisionLinks links, ApprovalVoice voice, TimeProvider time, string token, CancellationToken stop) =>
            links.Read(token) is { } word && await voice.See(word.Approval, word.Account, stop) is { } line
                ? new DecisionModel(token, word.Agree, line.Kind, line.Title, line.Words, line.Reason, line.AskedByName, line.AskedAt, word.Until, time.Now() >= word.Until, line.MayDecide, line.State) { Href = line.Href } : null);
        routes.Verb<DecideByLink, Done, DecideByLinkHandler>("decide/{token}", Needs.Anyone, new() { Quiet = true, Then = (ask, _) => $"/decide/{ask.Token}", Again = Redraw.Of("/decide/{token}") });
    }
}
