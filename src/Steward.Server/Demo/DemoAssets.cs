// What the sample company looks after: agents report PCs, printers and the machine room in January, and again in June when programs were updated.
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Steward.Assets;
using Steward.Assets.Inventories;
using Steward.Assets.Register;
using Steward.People;

namespace Steward.Demo;

/// <summary>The assets have dice of their own, so that the story around them stays as it is.</summary>
sealed class DemoAssets(DemoWorld world, Person keeper)
{
    static readonly (string Maker, string Model, string Chassis)[] Models =
        [("Lenovo", "ThinkCentre M720t", "Desktop"), ("HP", "ProDesk 600 G6", "Desktop"), ("Dell Inc.", "OptiPlex 7090", "Desktop"), ("Lenovo", "ThinkPad T14", "Notebook"), ("HP", "EliteBook 840 G8", "Notebook")];
    static readonly string[] Programs = ["WPS Office", "Google Chrome", "7-Zip", "企业微信", "Adobe Acrobat Reader", "终端安全管理系统"];

    readonly Random dice = new(7);

    /// <summary>One deed for each machine, so that nothing waits for the whole.</summary>
    public IEnumerable<(DateTimeOffset At, Func<CancellationToken, Task> Act)> Deeds(DemoCustomer customer, DateTimeOffset from)
    {
        var first = customer.Hours.Due(from.AddDays(1), 2 * 3600);
        var count = Math.Max(3, customer.Contacts.Count * 3 / 14);
        for (var i = 0; i < count; i++)
        {
            var (machine, number) = (Machine(i), i);
            var contact = customer.Contacts[i * customer.Contacts.Count / count];
            yield return (first.AddMinutes(i), async stop =>
            {
                var taken = (await Take(customer, machine, stop)).Devices[0];
                await world.Do<ChangeAsset, Done>(keeper, new(taken.Asset!.Value, 0, taken.Kind, taken.Name, customer.Site, AssetState.InUse, Field(machine, "bios", "smanufacturer"), Field(machine, "bios", "smodel"), Field(machine, "bios", "ssn"),
                    $"{contact.Floor} {contact.Department}", contact.Id), stop);
            });
            if (i % 3 != 0) continue;
            yield return (first.AddDays(160).AddMinutes(i), stop =>
            {
                var later = machine.DeepClone().AsObject();
                var programs = later["content"]!["softwares"]!.AsArray();
                programs[0]!["version"] = "12.1.0.18276";
                if (number % 2 == 0) programs.Add(new JsonObject { ["name"] = "腾讯会议", ["version"] = "3.24", ["from"] = "registry" });
                else later["content"]!["memories"]!.AsArray().Add(new JsonObject { ["numslots"] = 2, ["caption"] = "DIMM 2", ["capacity"] = 8192, ["type"] = "DDR4" });
                return Take(customer, later, stop);
            });
        }
        if (customer.ShortName != "XXQY") yield break;
        (AssetKind Kind, string Name, string Maker, string Model, string Place)[] room =
        [
            (AssetKind.Server, "OA 应用服务器", "Inspur", "NF5280M6", "7F 机房"), (AssetKind.Server, "ERP 数据库服务器", "Inspur", "NF5280M6", "7F 机房"), (AssetKind.Server, "虚拟化主机 1", "Huawei", "2288H V6", "7F 机房"),
            (AssetKind.NetworkDevice, "核心交换机", "Huawei", "S7703", "7F 机房"), (AssetKind.NetworkDevice, "3F 接入交换机", "H3C", "S5130S-52S", "3F 弱电间"), (AssetKind.NetworkDevice, "6F 接入交换机", "H3C", "S5130S-52S", "6F 弱电间"),
            (AssetKind.SecurityDevice, "出口防火墙", "Hillstone", "SG-6000-E1700", "7F 机房"), (AssetKind.Power, "UPS 主机", "KSTAR", "YDC9310H", "7F 机房"), (AssetKind.Printer, "财务部打印机", "HP", "LaserJet M507", "5F 财务部"),
            (AssetKind.Printer, "市场部复合机", "Ricoh", "IM C3000", "3F 市场部"), (AssetKind.Storage, "备份存储", "Synology", "RS2421+", "7F 机房"), (AssetKind.Peripheral, "大会议室投影机", "Epson", "CB-L510U", "8F 大会议室"),
        ];
        for (var i = 0; i < room.Length; i++)
        {
            var (thing, serial) = (room[i], FormattableString.Invariant($"SN{2026000 + i}"));
            yield return (first.AddMinutes(-30 + i), stop => world.Do<AddAsset, AssetId>(keeper, new(customer.Id, thing.Kind, thing.Name, customer.Site, AssetState.InUse, thing.Maker, thing.Model, serial, thing.Place), stop));
        }

        Task<InventoryTaken> Take(DemoCustomer of, JsonObject machine, CancellationToken stop) =>
            world.Do<TakeInventory, InventoryTaken>(keeper, new(of.Id, $"{machine["deviceid"]}.json", Encoding.UTF8.GetBytes(machine.ToJsonString())), stop);

        static string Field(JsonObject machine, string section, string field) => machine["content"]![section]![field]!.ToString();

        JsonObject Machine(int i)
        {
            var (maker, model, chassis) = Models[dice.Next(Models.Length)];
            var name = FormattableString.Invariant($"PC-{i + 1:000}");
            var mac = string.Join(':', new[] { "8c", "ec", "4b" }.Concat(Enumerable.Range(0, 3).Select(_ => dice.Next(256).ToString("x2", CultureInfo.InvariantCulture))));
            var programs = Programs.Where(_ => dice.Next(4) > 0).Prepend("WPS Office").Distinct().Select(p => new JsonObject { ["name"] = p, ["version"] = FormattableString.Invariant($"{dice.Next(1, 24)}.{dice.Next(10)}"), ["from"] = "registry" });
            return new JsonObject
            {
                ["action"] = "inventory", ["deviceid"] = $"{customer.ShortName}-{name}", ["itemtype"] = "Computer",
                ["content"] = new JsonObject
                {
                    ["versionclient"] = "GLPI-Agent_v1.7",
                    ["bios"] = new JsonObject { ["smanufacturer"] = maker, ["smodel"] = model, ["ssn"] = FormattableString.Invariant($"{maker[0]}{dice.Next(1_000_000, 9_999_999)}{customer.ShortName[0]}{i}") },
                    ["hardware"] = new JsonObject { ["name"] = name, ["chassis_type"] = chassis, ["memory"] = 8192, ["vmsystem"] = "Physical", ["uuid"] = FormattableString.Invariant($"{dice.Next():x8}-{i:x4}-4000-8000-{dice.NextInt64(1L << 48):x12}") },
                    ["operatingsystem"] = new JsonObject { ["full_name"] = "Microsoft Windows 10 专业版", ["version"] = "22H2" },
                    ["cpus"] = new JsonArray(new JsonObject { ["name"] = "Intel(R) Core(TM) i5-10500", ["core"] = 6, ["thread"] = 12 }),
                    ["memories"] = new JsonArray(new JsonObject { ["numslots"] = 1, ["caption"] = "DIMM 1", ["capacity"] = 8192, ["type"] = "DDR4" }),
                    ["storages"] = new JsonArray(new JsonObject { ["name"] = "disk0", ["model"] = "SSD 512G", ["disksize"] = 512110, ["serial"] = FormattableString.Invariant($"D{dice.Next(100_000, 999_999)}") }),
                    ["networks"] = new JsonArray(new JsonObject { ["description"] = "Ethernet", ["mac"] = mac, ["ipaddress"] = FormattableString.Invariant($"10.1.{1 + i / 200}.{10 + i % 200}"), ["virtualdev"] = false }),
                    ["softwares"] = new JsonArray([.. programs]),
                },
            };
        }
    }
}
