// Addresses, rights and content of the pages on which mails are worded: their list, and one with its versions and a preview.
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Wordings;

/// <summary>Whose wording a customer's readers get.</summary>
public enum WordedBy { Customer, Company, Steward }

public sealed record WordingRow(string Template, string Kind, string Title, WordedBy By);
public sealed record WordingList(IReadOnlyList<WordingRow> Rows, CustomerId? Customer, Language Language, IReadOnlyList<Option> Customers);

public sealed record WordingVersion(WordingId Id, int Number, string By, DateTimeOffset At, bool InUse);

/// <param name="Shown">The version that stands in the form; null: ours.</param>
/// <param name="Preview">As the shown version reads for the ticket, or with the names of the places for values.</param>
public sealed record WordingModel(
    string Template, string Kind, CustomerId? Customer, string? CustomerName, Language Language, string Title, string Body, string OurTitle, string OurBody, IReadOnlyList<string> Places, WordedBy By,
    WordingId? Shown, IReadOnlyList<WordingVersion> Versions, string? Number, bool Found, string PreviewTitle, string Preview);

sealed partial class WordingQueries(Notify.Wordings wordings, NewsKinds kinds, PeopleBook people, ServiceDesk desk, Mailroom mails, StewardSettings settings)
{
    static readonly string[] Templates = [.. Texts.Keys.Select(k => OfTitle().Match(k)).Where(m => m.Success && Texts.Has($"mail.{m.Groups[1].Value}.places")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

    public async Task<WordingList> Many(QueryValues values, CancellationToken stop)
    {
        var (customer, language) = (values.Id<CustomerId>("customer"), values.Choice<Language>("language") ?? Language.Zh);
        var of = customer ?? default;
        var used = await wordings.All.AsNoTracking().Where(w => w.InUse && w.Language == language && (w.ForCustomer == of || w.ForCustomer == default)).ToListAsync(stop);
        return new([.. Templates.Select(t => (Template: t, Used: Used(used, t, of))).Select(t => new WordingRow(t.Template, Kind(t.Template), t.Used?.Title ?? Wording.Ours(t.Template, "title", language), By(t.Used))).OrderBy(r => r.Kind, StringComparer.CurrentCulture)],
            customer, language, await Customers(stop));
    }

    public async Task<WordingModel?> One(string template, QueryValues values, CancellationToken stop)
    {
        if (!Templates.Contains(template)) return null;
        var (customer, language, number) = (values.Id<CustomerId>("customer"), values.Choice<Language>("language") ?? Language.Zh, values.Text("ticket", 40)?.ToUpperInvariant());
        var of = customer ?? default;
        if (customer is not null && !await people.Customers.AnyAsync(c => c.Id == of, stop)) return null;
        var all = await wordings.All.AsNoTracking().Where(w => w.Template == template && w.Language == language && (w.ForCustomer == of || w.ForCustomer == default)).OrderByDescending(w => w.Number).ToListAsync(stop);
        var own = all.FindAll(w => w.ForCustomer == of);
        var (used, asked) = (Used(all.FindAll(w => w.InUse), template, of), values.Id<WordingId>("version"));
        var shown = asked is not null ? own.Find(w => w.Id == asked) : used;
        var (ourTitle, ourBody) = (Wording.Ours(template, "title", language), Wording.Ours(template, "body", language));
        var (title, body) = (shown?.Title ?? ourTitle, shown?.Body ?? ourBody);
        var (words, found) = await Words(template, language, number, stop);
        return new(template, Kind(template), customer, customer is null ? null : await people.Customers.Where(c => c.Id == of).Select(c => c.Name).SingleAsync(stop), language, title, body, ourTitle, ourBody, Wording.Places(template, language), By(used),
            own.Find(w => w.Id == shown?.Id)?.Id, own.ConvertAll(w => new WordingVersion(w.Id, w.Number, w.By, w.At, w.InUse)), number, found, Wording.Fill(template, title, words).ReplaceLineEndings(" "), Wording.Fill(template, body, words));
    }

    /// <summary>Those of the newest such mail about the ticket; else what the ticket itself says, and names for the rest. Links that open something without sign-in are nobody's to see.</summary>
    async Task<(IReadOnlyList<string> Words, bool Found)> Words(string template, Language language, string? number, CancellationToken stop)
    {
        List<string> names = [.. Wording.Places(template, language).Select(p => $"‹{p}›")];
        if (number is null || await desk.Tickets.SingleOrDefaultAsync(t => t.Number == number, stop) is not { } ticket) return (names, number is null);
        var words = (await mails.About(ticket.Id.Value, stop)).Find(m => m.Template == template) is { } mail ? Wording.Read(mail.Words) : [ticket.Number, ticket.Summary];
        for (var i = 0; i < Math.Min(words.Count, names.Count); i++)
            if (!words[i].Contains("/survey/", StringComparison.Ordinal) && !words[i].Contains("/decide/", StringComparison.Ordinal)) names[i] = words[i];
        if (names.Count > 3 && names[3].StartsWith('‹')) names[3] = settings.PublicUrl.TrimEnd('/') + "/…";
        return (names, true);
    }

    static MailWording? Used(IReadOnlyList<MailWording> inUse, string template, CustomerId customer) => inUse.Where(w => w.Template == template && (w.ForCustomer == customer || w.ForCustomer == default)).OrderBy(w => w.ForCustomer == default).FirstOrDefault();
    static WordedBy By(MailWording? used) => used is null ? WordedBy.Steward : used.ForCustomer == default ? WordedBy.Company : WordedBy.Customer;
    string Kind(string template) => kinds.Of(template) is { } kind ? Texts.T($"news.{kind.Name}") : "—";
    async Task<IReadOnlyList<Option>> Customers(CancellationToken stop) => [.. (await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop)).Select(c => new Option(c.Id.ToString(), c.Name))];

    [GeneratedRegex(@"^mail\.([a-z-]+)\.title$")] private static partial Regex OfTitle();
}

static class WordingPages
{
    static readonly string Read = Needs.OfProvider(Thing.Settings, Right.Read), Work = Needs.OfProvider(Thing.Settings, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<WordingQueries>().AddSingleton(new AuditSubject("notify_wording", "/mail-texts"))
        .AddNav(new NavEntry("Nav.System", "Wording.Many", "/mail-texts", "edit", Read, 932));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<WordingsPage, WordingList>("/mail-texts", Read, "Wordings", (HttpContext http, WordingQueries words, CancellationToken stop) => words.Many(QueryValues.Of(http), stop));
        routes.Shows<WordingPage, WordingModel>("/mail-texts/{template}", Read, "Wording", (HttpContext http, string template, WordingQueries words, CancellationToken stop) => words.One(template, QueryValues.Of(http), stop));
        routes.Verb<WriteWording, WordingId, WriteWordingHandler>("mail-texts/{template}", Work, new()
        {
            Then = (ask, id) => Urls.With($"/mail-texts/{ask.Template}", ("customer", ask.ForCustomer?.ToString()), ("language", ask.Language.ToString()), ("version", id.ToString())), Again = Redraw.Of("/mail-texts/{template}"),
        });
        routes.Verb<UseWording, Done, UseWordingHandler>("mail-wordings/{wording}/use", Work, new() { Then = (_, _) => "/mail-texts" });
        routes.Verb<DropWording, Done, DropWordingHandler>("mail-wordings/{wording}/drop", Work, new() { Then = (_, _) => "/mail-texts" });
    }
}
