// Takes what an agent saw into the register: the machine is known again by its signs, every section is kept or left out with a reason, changes become history.
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets.Register;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Assets.Inventories;

/// <summary>One file, as it is. A machine that is not known yet is put on <paramref name="Site"/>, or on the customer's first.</summary>
public sealed record TakeInventory(CustomerId Customer, [property: StringLength(260)] string Name, byte[] Content, SiteId? Site = null);

/// <summary>Nearly every file holds one device; what an SNMP scan wrote may hold many.</summary>
public sealed record InventoryTaken(string File, IReadOnlyList<DeviceTaken> Devices);

sealed record NothingIdentifies(string Signs) : Refusal("AST-115", Signs) { public override int Status => 400; public override string? Field => "content"; }
sealed record SameMachine(string Name, string Rivals) : Refusal("AST-116", Name, Rivals);

sealed class TakeInventoryHandler(StewardDb db, Me me, Registering work, PeopleBook people, IdSource ids) : IVerb<TakeInventory, InventoryTaken>
{
    /// <summary>So often another writer may be first before this one gives up.</summary>
    const int Tries = 40;

    public async Task<Result<InventoryTaken>> Handle(TakeInventory ask, CancellationToken stop)
    {
        if (await people.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == ask.Customer, stop) is not { } customer) return new NotFound();
        var site = ask.Site ?? await people.Sites.Where(s => s.Customer == ask.Customer).OrderBy(s => s.Id).Select(s => (SiteId?)s.Id).FirstOrDefaultAsync(stop);
        if (!await people.Sites.AnyAsync(s => s.Id == site && s.Customer == ask.Customer, stop) && ask.Site is not null) return new BadField("site", "STW-404");
        if (!me.Can(Thing.Asset, Right.Work, new(ask.Customer, site))) return new NotAllowed();
        if (!InventoryFile.Read(ask.Content).TryGet(out var devices, out var refusal)) return refusal;
        var taken = new List<DeviceTaken>();
        foreach (var device in devices)
        {
            if ((await Take(device, customer, site, ask.Name, stop)).TryGet(out var done, out refusal)) taken.Add(done);
            else if (devices.Count == 1) return refusal;
            else taken.Add(new(IntakeOutcome.Refused, null, "", NameOf(device), KindOf(device), device.Partial, 0, [], [], refusal.Code, refusal.Sentence));
        }
        return new InventoryTaken(ask.Name, taken);
    }

    async Task<Result<DeviceTaken>> Take(Inventory device, Customer customer, SiteId? site, string file, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            db.ChangeTracker.Clear();
            var result = await TakeOnce(device, customer, site, file, stop);
            // Somebody else has just written the same machine: look again, it is known now.
            if (result.Refusal is not ChangedMeanwhile || tries == Tries) return result;
        }
    }

    async Task<Result<DeviceTaken>> TakeOnce(Inventory device, Customer customer, SiteId? site, string file, CancellationToken stop)
    {
        var hash = HashOf(device);
        if (await db.Set<IntakeRow>().AsNoTracking().SingleOrDefaultAsync(i => i.Customer == customer.Id && i.Sha256 == hash, stop) is { } before)
        {
            var there = await db.Set<Asset>().AsNoTracking().SingleAsync(a => a.Id == before.Asset, stop);
            return new DeviceTaken(IntakeOutcome.Unchanged, there.Id, there.Tag, there.Name, there.Kind, device.Partial, 0, before.Sections, before.LeftOut);
        }
        var signs = Signs.Of(device);
        if (signs.Good.Count == 0) return new NothingIdentifies(signs.Junk.Count == 0 ? "—" : string.Join("; ", signs.Junk.Select(j => $"{Texts.Name(j.Kind)} {j.Value}: {Texts.T($"junk.{j.Reason}")}")));
        var known = await Known(signs, customer.Id, stop);
        var recognised = Recognition.Of(signs.Good, known);
        if (recognised.Rivals.Count > 0)
            return new SameMachine(NameOf(device), string.Join(", ", await db.Set<Asset>().Where(a => recognised.Rivals.Contains(a.Id)).OrderBy(a => a.Tag).Select(a => a.Tag + " " + a.Name).ToListAsync(stop)));

        var now = work.Now;
        var (madeAt, said) = MadeAt(device, customer.Zone, now);
        var asset = recognised.Asset is { } id ? await db.Set<Asset>().SingleAsync(a => a.Id == id, stop) : null;
        if (asset is not null && !work.May(asset)) return new NotAllowed();
        var leftOut = signs.Junk.Select(j => new LeftOut($"{j.Kind} {j.Value}", $"junk.{j.Reason}")).ToList();
        if (asset is { SaidAt: { } newest } && said && madeAt < newest)
        {
            leftOut.AddRange(device.Sections.Keys.Select(s => new LeftOut(s, "ignored.older")));
            return await Keep(IntakeOutcome.Older, asset, [], leftOut, 0);
        }
        var isNew = asset is null;
        if (asset is null) work.Add(asset = Registered(device, customer.Id, site, now), customer);
        Observe(asset, device, madeAt, now);
        if (said) asset.SaidAt = madeAt;
        foreach (var (kind, value) in signs.Good)
            if (known.FirstOrDefault(k => k.Kind == kind && k.Value == value) is not { } holder)
                db.Add(new AssetIdentity { Asset = asset.Id, Kind = kind, Value = value, Customer = customer.Id, Since = now });
            else if (holder.Asset != asset.Id) leftOut.Add(new($"{kind} {value}", "junk.held"));
        if (asset.Retired) leftOut.Add(new(asset.Tag, "junk.retired"));
        var (sections, changes) = await Store(asset, device, isNew, leftOut, madeAt, stop);
        await work.Index(asset, stop);
        return await Keep(isNew ? IntakeOutcome.Added : IntakeOutcome.Updated, asset, sections, leftOut, changes);

        async Task<Result<DeviceTaken>> Keep(IntakeOutcome outcome, Asset of, List<SectionTaken> kept, List<LeftOut> left, int changed)
        {
            db.Add(new IntakeRow
            {
                Id = ids.New<IntakeId>(now), Asset = of.Id, Customer = customer.Id, Sha256 = hash, File = file, Agent = device.Agent, At = now, By = me.SignedIn ? me.Name : db.Work.Actor.Name,
                Outcome = outcome, Partial = device.Partial, Changes = changed, Sections = kept, Left = left.ConvertAll(l => $"{l.What}\t{l.Key}"),
            });
            return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? new DeviceTaken(outcome, of.Id, of.Tag, of.Name, of.Kind, device.Partial, changed, kept, left) : refusal;
        }
    }

    /// <summary>All signs of every asset that shares one with the device; a serial number also as entered without its maker.</summary>
    async Task<List<KnownSign>> Known(SignsOf signs, CustomerId customer, CancellationToken stop)
    {
        var values = signs.Good.SelectMany(s => s.Kind == IdentityKind.Serial ? new[] { s.Value, Signs.WithoutMaker(s.Value) } : [s.Value]).ToList();
        var holders = db.Set<AssetIdentity>().Where(i => i.Customer == customer && values.Contains(i.Value)).Select(i => i.Asset);
        return await db.Set<AssetIdentity>().AsNoTracking().Where(i => holders.Contains(i.Asset)).Select(i => new KnownSign(i.Asset, i.Kind, i.Value)).ToListAsync(stop);
    }

    /// <summary>Writes what is new or different of each section and takes away what is gone. A partial inventory leaves alone what it does not speak of.</summary>
    async Task<(List<SectionTaken> Sections, int Changes)> Store(Asset asset, Inventory device, bool isNew, List<LeftOut> leftOut, DateTimeOffset madeAt, CancellationToken stop)
    {
        var there = isNew ? [] : await db.Set<AssetPart>().Where(p => p.Asset == asset.Id).ToListAsync(stop);
        var old = there.ToLookup(p => p.Section);
        var (sections, changes) = (new List<SectionTaken>(), 0);
        foreach (var (name, rows) in device.Sections)
        {
            var rule = SectionRule.Of(name);
            if (!rule.Keep) { leftOut.Add(new(name, $"ignored.{name}")); continue; }
            if (rows.SelectMany(r => r).Where(f => rule.Secret.Contains(f.Key) && f.Value?.ToString() is { Length: > 0 }).Select(f => f.Key).FirstOrDefault() is { } secret) leftOut.Add(new($"{name}.{secret}", "ignored.secret"));
            sections.Add(new(name, rows.Count));
            // The first time that a section is seen, nothing of it is news.
            if (old[name].Any())
                foreach (var d in Comparison.Of(rule, [.. old[name].Select(p => JsonNode.Parse(p.Body)!.AsObject())], rows))
                {
                    db.Add(new AssetChange { Id = ids.New<AssetChangeId>(work.Now), Asset = asset.Id, Customer = asset.Customer, At = madeAt, Section = name, Deed = d.Deed, What = d.What, Field = d.Field, Was = d.Was, Became = d.Became });
                    changes++;
                }
            var kept = old[name].GroupBy(p => p.Body).ToDictionary(g => g.Key, g => new Queue<AssetPart>(g));
            foreach (var row in rows)
                if (rule.BodyOf(row) is var body && !(kept.TryGetValue(body, out var same) && same.TryDequeue(out _)))
                    db.Add(new AssetPart { Id = ids.New<PartId>(work.Now), Asset = asset.Id, Customer = asset.Customer, Section = name, Title = rule.TitleOf(row), Body = body, Since = madeAt });
            db.RemoveRange(kept.Values.SelectMany(left => left));
        }
        return (sections, changes);
    }

    Asset Registered(Inventory device, CustomerId customer, SiteId? site, DateTimeOffset now) => new()
    {
        Id = ids.New<AssetId>(now), Customer = customer, Site = site, Kind = KindOf(device), Name = NameOf(device), AddedAt = now, Manufacturer = Maker(device), Model = Model(device), Serial = SerialOf(device),
        Place = Short(device.Of("network_device", "location"), 120),
    };

    static void Observe(Asset asset, Inventory device, DateTimeOffset madeAt, DateTimeOffset now)
    {
        string Seen(string before, string seen, int most = 200) => seen.Length > 0 ? Short(seen, most) : before;
        (asset.SeenAt, asset.ReceivedAt) = (madeAt, now);
        asset.SeenBy = Seen(asset.SeenBy, device.Agent);
        asset.SeenName = Seen(asset.SeenName, NameOf(device), 120);
        asset.SeenManufacturer = Seen(asset.SeenManufacturer, Maker(device), 80);
        asset.SeenModel = Seen(asset.SeenModel, Model(device), 120);
        asset.SeenSerial = Seen(asset.SeenSerial, SerialOf(device), 80);
        asset.SeenSystem = Seen(asset.SeenSystem, First(device.Of("operatingsystem", "full_name"), device.Of("network_device", "firmware"), device.Of("hardware", "osname")));
        asset.SeenProcessor = Seen(asset.SeenProcessor, device.Of("cpus", "name"));
        asset.SeenUser = Seen(asset.SeenUser, device.Of("hardware", "lastloggeduser"));
        if (long.TryParse(First(device.Of("hardware", "memory"), device.Of("network_device", "ram")), NumberStyles.Integer, CultureInfo.InvariantCulture, out var memory)) asset.SeenMemoryMb = memory;
        if (device.FromOutside || device.Sections.ContainsKey("networks")) asset.SeenAddresses = Short(string.Join(' ', Addresses(device)), 400);
    }

    /// <summary>Where it can be reached: no loopback, no link-local address, no unset one.</summary>
    static IEnumerable<string> Addresses(Inventory device) => (device.FromOutside
            ? device.Of("network_device", "ips").Split(", ").Append(device.Of("network_device", "ip"))
            : device.Sections["networks"].SelectMany(n => new[] { n.Text("ipaddress"), n.Text("ipaddress6") }))
        .Where(a => System.Net.IPAddress.TryParse(a, out var ip) && !System.Net.IPAddress.IsLoopback(ip) && !ip.IsIPv6LinkLocal && a is not ("0.0.0.0" or "::")).Distinct().Take(16);

    static AssetKind KindOf(Inventory device)
    {
        var type = device.FromOutside ? device.Of("network_device", "type").ToUpperInvariant() : "";
        if (type == "PRINTER" || device.ItemType == "Printer") return AssetKind.Printer;
        if (type == "STORAGE") return AssetKind.Storage;
        if (device.FromOutside) return type is "NETWORKING" or "" || device.ItemType == "NetworkEquipment" ? AssetKind.NetworkDevice : AssetKind.Other;
        if (device.ItemType == "Phone" || First(device.Of("operatingsystem", "name"), device.Of("hardware", "osname")).Contains("Android", StringComparison.OrdinalIgnoreCase)) return AssetKind.Phone;
        if (device.Of("hardware", "vmsystem") is { Length: > 0 } virtually && virtually != "Physical") return AssetKind.VirtualMachine;
        return device.Of("hardware", "chassis_type").ToUpperInvariant() switch
        {
            "LAPTOP" or "NOTEBOOK" or "PORTABLE" or "SUB NOTEBOOK" or "CONVERTIBLE" or "DETACHABLE" or "TABLET" => AssetKind.Notebook,
            "RACK MOUNT CHASSIS" or "BLADE" or "BLADE ENCLOSURE" or "MAIN SERVER CHASSIS" or "MULTI-SYSTEM" => AssetKind.Server,
            _ => AssetKind.Computer,
        };
    }

    static string NameOf(Inventory device) => Short(First(device.Of("hardware", "name"), device.Of("network_device", "name"), device.Of("operatingsystem", "fqdn"), device.DeviceId), 120);
    static string Maker(Inventory device) => Short(First(device.Of("network_device", "manufacturer"), device.Of("bios", "smanufacturer"), device.Of("bios", "bmanufacturer")), 80);
    static string Model(Inventory device) => Short(First(device.Of("network_device", "model"), device.Of("bios", "smodel")), 120);

    /// <summary>A number that means nothing is not shown as if it were one.</summary>
    static string SerialOf(Inventory device) => First(device.Of("network_device", "serial"), device.Of("bios", "ssn")) is { Length: > 0 } serial && Signs.Serial("", serial) is not null ? Short(serial, 80) : "";

    static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts) if (text.Length > 0) return text;
        return "";
    }

    static string Short(string text, int most) => text[..Math.Min(text.Length, most)];

    /// <summary>When the agent looked, in the customer's zone, if it says so and the time can be read; a clock that runs ahead counts as now.</summary>
    static (DateTimeOffset At, bool Said) MadeAt(Inventory device, string zone, DateTimeOffset now)
    {
        if (!DateTime.TryParseExact(device.Of("accesslog", "logdate"), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return (now, false);
        var at = new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(local)).ToUniversalTime();
        return at > now ? (now, true) : (at, true);
    }

    static string HashOf(Inventory device) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n',
        device.Sections.SelectMany(s => s.Value.Select(r => $"{s.Key} {r.ToJsonString(Json.Options)}")).Prepend($"{device.DeviceId} {device.ItemType} {device.Partial} {device.Agent}")))));
}
