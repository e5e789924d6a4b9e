// steward import contacts FILE: brings a customer's people in from a table, row by row, through the ordinary verb.
using System.CommandLine;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.People.Customers;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Commands;

static class ImportCommand
{
    static readonly Argument<FileInfo> File = new("FILE") { Description = "CSV in UTF-8 or GB 18030 with a header: name (姓名) and, as far as known, department (部门), position (职务), phone (电话), email (邮箱), place (位置), vip." };
    static readonly Option<string> Customer = new("--customer") { Description = "Short name of the customer. 客户简称", Required = true };

    static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "name", ["姓名"] = "name", ["department"] = "department", ["部门"] = "department", ["position"] = "position", ["职务"] = "position",
        ["phone"] = "phone", ["电话"] = "phone", ["email"] = "email", ["邮箱"] = "email", ["place"] = "place", ["位置"] = "place", ["vip"] = "vip",
    };

    public static Command Command()
    {
        var contacts = new Command("contacts", "Registers the people of a customer. Somebody who is already there (same name, department and phone) is left alone; bad rows are named. 导入联系人") { File, Customer };
        contacts.SetAction((parsed, stop) => Installation.Run(parsed, "ImportContacts", stop, (services, output) => Contacts(services, output, parsed.GetValue(File)!, parsed.GetValue(Customer)!, stop)));
        return new Command("import", "Brings tables in. 导入表格") { contacts };
    }

    static async Task<int> Contacts(IServiceProvider services, Output output, FileInfo file, string shortName, CancellationToken stop)
    {
        var people = services.GetRequiredService<PeopleBook>();
        if (!file.Exists) { output.Say(new { error = "no such file", file = file.FullName }, $"There is no file {file.FullName}."); return Exit.Failed; }
        if (await people.Customers.SingleOrDefaultAsync(c => c.ShortName == shortName, stop) is not { } customer)
        {
            var known = await people.Customers.OrderBy(c => c.ShortName).Select(c => c.ShortName).Take(20).ToListAsync(stop);
            output.Say(new { error = "no such customer", customer = shortName }, $"There is no customer with the short name {shortName}; there {(known.Count == 0 ? "are none yet" : "are " + string.Join(", ", known))}.");
            return Exit.Failed;
        }
        var there = (await people.Contacts.Where(c => c.Customer == customer.Id).Select(c => new { c.Name, c.Department, c.Phone }).ToListAsync(stop)).Select(c => (c.Name, c.Department, c.Phone)).ToHashSet();
        var (added, kept, bad) = (0, 0, new List<object>());
        void Refuse(long line, string field, string reason)
        {
            bad.Add(new { line, field, reason });
            output.Warn($"line {line}, {field}: {reason}");
        }

        using var csv = new CsvReader(new StringReader(Decode(await System.IO.File.ReadAllBytesAsync(file.FullName, stop))), new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, MissingFieldFound = null, BadDataFound = null });
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

    /// <summary>UTF-8 if it is UTF-8 through and through, else GB 18030, as Chinese spreadsheets save.</summary>
    static string Decode(byte[] bytes)
    {
        try { return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'); }
        catch (DecoderFallbackException)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            return Encoding.GetEncoding("GB18030").GetString(bytes);
        }
    }
}
