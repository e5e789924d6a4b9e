// Where custom fields are defined, and the card on which a record's fields are read and answered.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Pages;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Access.CustomFields;

public sealed record FieldRow(CustomField Field, string? Customer);
public sealed record FieldList(IReadOnlyList<FieldRow> Rows, string? Record, CustomerId? Customer, IReadOnlyList<string> Records, IReadOnlyList<Option> Customers, bool MayWork);
public sealed record FieldModel(CustomField Field, string? Customer, bool Closes, IReadOnlyList<CustomFieldVersion> Versions, bool MayWork);

/// <summary>The fields of one record.</summary>
/// <param name="Asked">What can be answered now; empty where the reader may not.</param>
public sealed record FieldsOf(string Record, Guid Subject, IReadOnlyList<Answer> Answers, IReadOnlyList<CustomField> Asked, IReadOnlyList<KnownRecord> Known)
{
    public string Action => $"/records/{Record}/{Subject}/fields";
}

/// <summary>A record's answers for programs, by key, and which fields it has.</summary>
public sealed record RecordFields(string Record, Guid Subject, JsonObject Fields, IReadOnlyList<AskedField> Asked);
public sealed record AskedField(string Key, FieldKind Kind, string Label, string LabelEn, FieldNeed Need, bool Visible, decimal? Least, decimal? Most, string Unit, IReadOnlyList<string>? Choices, int Number);

sealed class FieldQueries(StewardDb db, FieldBook book, PeopleBook people, Me me, IServiceProvider services)
{
    public async Task<FieldList> Many(QueryValues values, CancellationToken stop)
    {
        var (record, customer) = (values.Text("record", 40), values.Id<CustomerId>("customer"));
        var of = customer ?? default;
        var fields = await db.Set<CustomField>().AsNoTracking().Where(f => (record == null || f.Record == record) && (customer == null || f.ForCustomer == of || f.ForCustomer == default))
            .OrderBy(f => f.Record).ThenBy(f => f.Retired).ThenBy(f => f.Place).ThenBy(f => f.Key).Take(1000).ToListAsync(stop);
        var customers = await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop);
        // Rooms come from the ground up, and most fields are wanted on tickets.
        return new([.. fields.Select(f => new FieldRow(f, customers.Find(c => c.Id == f.ForCustomer)?.Name))], record, customer, [.. book.Records.Select(r => r.Name).Reverse()], [.. customers.Select(c => new Option(c.Id.ToString(), c.Name))],
            me.Can(Thing.Settings, Right.Work));
    }

    public async Task<FieldModel?> One(Guid id, CancellationToken stop)
    {
        var field = FieldId.From(id);
        if (await db.Set<CustomField>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == field, stop) is not { } found) return null;
        return new(found, found.ForCustomer == default ? null : await people.Customers.Where(c => c.Id == found.ForCustomer).Select(c => c.Name).SingleOrDefaultAsync(stop), book.Record(found.Record)?.Closes == true,
            await db.Set<CustomFieldVersion>().AsNoTracking().Where(v => v.Field == field).OrderByDescending(v => v.Number).ToListAsync(stop), me.Can(Thing.Settings, Right.Work));
    }

    /// <summary>For the card on a record's page; null where there is nothing to read or to answer.</summary>
    public async Task<object?> Card(string name, Guid subject, CancellationToken stop)
    {
        // Where nothing was defined, as on most installations, no page pays for it.
        if (book.Record(name) is not { } record || !await AnyOf.In(db)(db, name, stop) || await record.Find(services, subject, false, stop) is not { } customer) return null;
        var (user, may) = (me.Contact is not null, await record.Find(services, subject, true, stop) is not null);
        var (answers, asked) = (await book.Answers(subject, user, stop), may ? await book.Asked(name, customer, user, stop) : []);
        return answers.Count + asked.Count == 0 ? null : new FieldsOf(name, subject, answers, asked, asked.Count == 0 ? [] : await book.Choices(asked, customer, stop));
    }

    static readonly KnownQuery<Func<StewardDb, string, CancellationToken, Task<bool>>> AnyOf = new(() => EF.CompileAsyncQuery((StewardDb db, string name, CancellationToken stop) => db.Set<CustomField>().Any(f => f.Record == name)));

    public async Task<RecordFields?> Of(string name, Guid subject, CancellationToken stop)
    {
        if (book.Record(name) is not { } record || await record.Find(services, subject, false, stop) is not { } customer) return null;
        var user = me.Contact is not null;
        return new(name, subject, FieldValues.Json(await book.Answers(subject, user, stop)),
            [.. (await book.Asked(name, customer, user, stop)).Select(f => new AskedField(f.Key, f.Kind, f.Question.Label, f.Question.LabelEn, f.Need, f.Visible, f.Question.Least, f.Question.Most, f.Question.Unit, f.Question.Choices, f.Number))]);
    }
}

static class FieldPages
{
    static readonly string Read = Needs.OfProvider(Thing.Settings, Right.Read), Work = Needs.OfProvider(Thing.Settings, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<FieldBook>().AddScoped<FieldQueries>().AddSingleton(new AuditSubject("platform_field", "/fields/{0}"))
            .AddNav(new NavEntry("Nav.System", "Fields.Many", "/fields", "list-details", Read, 933));
        services.AddFields(new FieldRecord("contact", "/contacts/{contact:guid}", async (s, id, change, stop) =>
        {
            var (me, contact) = (s.GetRequiredService<Me>(), ContactId.From(id));
            var customer = await s.GetRequiredService<PeopleBook>().Contacts.Where(c => c.Id == contact).Select(c => (CustomerId?)c.Customer).SingleOrDefaultAsync(stop);
            return customer is { } of && (s.GetRequiredService<PeopleQueries>().May(of, change ? Right.Work : Right.Read) || !change && me.Contact == contact) ? customer : null;
        }), 5, PageSlot.Contact);
        // A customer's users do not choose among their colleagues.
        services.AddSingleton(new FieldLink(FieldKind.Contact, async (s, customer, ids, stop) =>
        {
            if (!s.GetRequiredService<PeopleQueries>().May(customer, Right.Read)) return [];
            var named = ids?.Select(ContactId.From).ToList();
            var found = await s.GetRequiredService<PeopleBook>().Contacts.AsNoTracking().Where(c => c.Customer == customer && (named == null ? c.Active : named.Contains(c.Id))).OrderBy(c => c.Name).Take(FieldLink.Most)
                .Select(c => new { c.Id, c.Name, c.Department }).ToListAsync(stop);
            return found.ConvertAll(c => new KnownRecord(FieldKind.Contact, c.Id.Value, c.Department.Length > 0 ? $"{c.Name} · {c.Department}" : c.Name));
        }));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var again = Redraw.Of("/fields/{field:guid}");
        routes.Shows<FieldsPage, FieldList>("/fields", Read, "Fields", (HttpContext http, FieldQueries fields, CancellationToken stop) => fields.Many(QueryValues.Of(http), stop));
        routes.Shows<FieldPage, FieldModel>("/fields/{field:guid}", Read, "Field", (Guid field, FieldQueries fields, CancellationToken stop) => fields.One(field, stop));
        routes.MapGet("/api/v1/records/{record}/{subject:guid}/fields", async (HttpContext http, string record, Guid subject, FieldQueries fields, CancellationToken stop) =>
                await fields.Of(record, subject, stop) is { } found ? Results.Json(found, Json.Options) : Refusals.Problem(http, new NotFound()))
            .RequireAuthorization(Needs.SignedIn).WithName("RecordFields").WithTags("records").WithSummary(Platform.Text.Texts.In(Platform.Text.Language.En, "page.RecordFields"))
            .WithDescription(Platform.Text.Texts.In(Platform.Text.Language.Zh, "page.RecordFields")).Produces<RecordFields>().ProducesProblem(404);
        routes.Verb<DefineField, FieldId, DefineFieldHandler>("fields", Work, new() { Then = (_, id) => $"/fields/{id}", Again = Redraw.Of("/fields") });
        routes.Verb<ChangeField, Done, ChangeFieldHandler>("fields/{field}/change", Work, new() { Then = (ask, _) => $"/fields/{ask.Field}", Again = again });
        routes.Verb<RetireField, Done, RetireFieldHandler>("fields/{field}/retire", Work, new() { Then = (ask, _) => $"/fields/{ask.Field}" });
        routes.Verb<RestoreField, Done, RestoreFieldHandler>("fields/{field}/restore", Work, new() { Then = (ask, _) => $"/fields/{ask.Field}" });
        routes.Verb<SetFields, Done, SetFieldsHandler>("records/{record}/{subject}/fields", Needs.SignedIn, new() { Then = (ask, _) => "/", Again = Again });
    }

    /// <summary>The page of the record, with the form as it was sent.</summary>
    static Task<IResult> Again(HttpContext http, JsonObject sent, Refusal refusal)
    {
        if (http.RequestServices.GetRequiredService<FieldBook>().Record($"{http.Request.RouteValues["record"]}") is not { } record) return Task.FromResult(Results.NotFound());
        http.Request.RouteValues[record.Page[(record.Page.IndexOf('{') + 1)..record.Page.IndexOf(':')]] = http.Request.RouteValues["subject"];
        return Redraw.Of(record.Page)(http, sent, refusal);
    }
}
