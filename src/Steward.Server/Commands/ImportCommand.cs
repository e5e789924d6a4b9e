// steward import contacts FILE, inventory FILE|FOLDER, mail FILE… and history FILE: bring a customer's people, machines, mails and past in, through the ordinary verbs.
using System.CommandLine;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.People;
using Steward.People.Customers;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Commands;

static class ImportCommand
{
    static readonly Argument<FileInfo> File = new("FILE") { Description = "CSV in UTF-8 or GB 18030 with a header: name (姓名) and, as far as known, department (部门), position (职务), phone (电话), email (邮箱), place (位置), vip." };
    static readonly Option<string> ShortName = new("--customer") { Description = "Short name of the customer. 客户简称", Required = true };

    static readonly Argument<string> Path = new("PATH") { Description = "A file, or a folder with all that is in it. 文件或目录" };
    static readonly Option<string?> Site = new("--site") { Description = "The site where machines stand that are not known yet; the customer's first if it is left out. 地点" };

    static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "name", ["姓名"] = "name", ["department"] = "department", ["部门"] = "department", ["position"] = "position", ["职务"] = "position",
        ["phone"] = "phone", ["电话"] = "phone", ["email"] = "email", ["邮箱"] = "email", ["place"] = "place", ["位置"] = "place", ["vip"] = "vip",
    };

    public static Command Command()
    {
        var contacts = new Command("contacts", "Registers the people of a customer. Somebody who is already there (same name, department and phone) is left alone; bad rows are named. 导入联系人") { File, ShortName };
        contacts.SetAction((parsed, stop) => Installation.Run(parsed, "ImportContacts", stop, (services, output) => Contacts(services, output, parsed.GetValue(File)!, parsed.GetValue(ShortName)!, stop)));
        var inventory = new Command("inventory", """
            Takes what inventory agents wrote (GLPI or FusionInventory: JSON or XML, plain, gzip or zlib) into a customer's register of assets.
            Of each file it says what became of it; the same file once more changes nothing. 导入代理清单
            """) { Path, ShortName, Site };
        inventory.SetAction((parsed, stop) => Installation.Run(parsed, "TakeInventory", stop, (services, output) => Inventories(services, output, parsed.GetValue(Path)!, parsed.GetValue(ShortName)!, parsed.GetValue(Site), stop)));
        return new Command("import", "Brings tables, inventories, mails and other desks' logs in. 导入表格、清单、邮件与历史") { contacts, inventory, ImportMail.Command(), ImportHistory.Command() };
    }

    static async Task<int> Inventories(IServiceProvider services, Output output, string path, string shortName, string? siteName, CancellationToken stop)
    {
        var people = services.GetRequiredService<PeopleBook>();
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() : System.IO.File.Exists(path) ? [path] : [];
        if (files.Count == 0) { output.Say(new { error = "no such file", file = path }, Output.NoFile(path)); return Exit.Failed; }
        if (await CustomerOf(people, output, shortName, stop) is not { } customer) return Exit.Failed;
        var site = siteName is null ? null : await people.Sites.Where(s => s.Customer == customer.Id && s.Name == siteName).Select(s => (SiteId?)s.Id).SingleOrDefaultAsync(stop);
        if (siteName is not null && site is null) { output.Say(new { error = "no such site", site = siteName }, $"{shortName} has no site {siteName}."); return Exit.Failed; }
        var intake = services.GetRequiredService<InventoryIntake>();
        var taken = await output.Progress("Taking inventories", files.Count, async tell =>
        {
            var all = new List<FileTaken>();
            foreach (var file in files)
            {
                all.Add(await intake.Take(customer.Id, site, System.IO.Path.GetRelativePath(Directory.Exists(path) ? path : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, System.IO.Path.GetFullPath(file)), await System.IO.File.ReadAllBytesAsync(file, stop), stop));
                tell(all.Count);
            }
            return all;
        });
        foreach (var file in taken)
        {
            if (file.Code.Length > 0) output.Warn($"{file.File}: {file.Code} {file.Sentence}");
            foreach (var d in file.Devices.Where(d => d.Code.Length > 0)) output.Warn($"{file.File}, {d.Name}: {d.Code} {d.Sentence}");
        }
        var (devices, refused) = (taken.SelectMany(f => f.Devices).GroupBy(d => d.Outcome.ToString()).ToDictionary(g => g.Key, g => g.Count()), taken.Count(f => f.Refused));
        int Of(string outcome) => devices.GetValueOrDefault(outcome);
        output.Say(new { files = taken, added = Of("Added"), updated = Of("Updated"), unchanged = Of("Unchanged"), older = Of("Older"), refused },
            $"{taken.Count:N0} files: {Of("Added"):N0} assets added, {Of("Updated"):N0} updated, {Of("Unchanged"):N0} unchanged, {Of("Older"):N0} older than what is known, {refused:N0} files refused.");
        return refused == taken.Count ? Exit.Failed : refused > 0 ? Exit.SomeRefused : Exit.AllGood;
    }

    static async Task<Customer?> CustomerOf(PeopleBook people, Output output, string shortName, CancellationToken stop)
    {
        if (await people.Customers.SingleOrDefaultAsync(c => c.ShortName == shortName, stop) is { } customer) return customer;
        var known = await people.Customers.OrderBy(c => c.ShortName).Select(c => c.ShortName).Take(20).ToListAsync(stop);
        output.Say(new { error = "no such customer", customer = shortName }, $"There is no customer with the short name {shortName}; there {(known.Count == 0 ? "are none yet" : "are " + string.Join(", ", known))}.");
        return null;
    }

    static async Task<int> Contacts(IServiceProvider services, Output output, FileInfo file, string shortName, CancellationToken stop)
    {
        var people = services.GetRequiredService<PeopleBook>();
        if (!file.Exists) { output.Say(new { error = "no such file", file = file.FullName }, Output.NoFile(file.FullName)); return Exit.Failed; }
        if (await CustomerOf(people, output, shortName, stop) is not { } customer) return Exit.Failed;
        var there = (await people.Contacts.Where(c => c.Customer == customer.Id).Select(c => new { c.Name, c.Department, c.Phone }).ToListAsync(stop)).Select(c => (c.Name, c.Department, c.Phone)).ToHashSet();
        var (added, kept, bad) = (0, 0, new List<object>());
        void Refuse(long line, string field, string reason)
        {
            bad.Add(new { line, field, reason });
            output.Warn($"line {line}, {field}: {reason}");
        }

        using var csv = new CsvReader(new StringReader(ChineseText.Decode(await System.IO.File.ReadAllBytesAsync(file.FullName, stop))), new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, MissingFieldFound = null, BadDataFound = null });
        if (!await csv.ReadAsync() || !csv.ReadHeader() || csv.HeaderRecord!.All(h => Columns.GetValueOrDefault(h) != "name"))
        {
            output.Say(new { error = "no name column" }, Texts.T("LOG-101", "name"));
            return Exit.Failed;
        }
        while (await csv.ReadAsync())
        {
            var row = csv.HeaderRecord!.Select((h, i) => (Key: Columns.GetValueOrDefault(h), Value: csv.GetField(i) ?? "")).Where(c => c.Key is not null).ToDictionary(c => c.Key!, c => c.Value);
            string Cell(string key) => row.GetValueOrDefault(key, "");
            if (Cell("name").Length == 0) { Refuse(csv.Context.Parser!.RawRow, "name", Texts.T("field.required")); continue; }
            if (Cell("email") is { Length: > 0 } email && !new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(email)) { Refuse(csv.Context.Parser!.RawRow, "email", Texts.T("field.email")); continue; }
            if (!there.Add((Cell("name"), Cell("department"), Cell("phone")))) { kept++; continue; }
            var result = await services.GetRequiredService<IVerb<AddContact, ContactId>>().Handle(new(customer.Id, Cell("name"), Department: Cell("department"), Position: Cell("position"),
                Phone: Cell("phone"), Email: Cell("email"), Place: Cell("place"), Vip: Cell("vip") is "1" or "true" or "yes" or "是"), stop);
            services.GetRequiredService<StewardDb>().ChangeTracker.Clear();
            if (result.Refusal is { } refusal) Refuse(csv.Context.Parser!.RawRow, refusal.Field ?? "", refusal.Sentence);
            else added++;
        }
        output.Say(new { added, alreadyThere = kept, badRows = bad }, $"{added:N0} contacts added, {kept:N0} already there, {bad.Count:N0} rows left out.");
        return bad.Count > 0 ? Exit.SomeRefused : Exit.AllGood;
    }
}
