// Inventories made up for tests: a notebook as an agent would describe it, with what the test wants different.
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Fixtures;
using Xunit;

namespace Steward.Assets;

static class Machines
{
    public static JsonObject Notebook(string serial = "5CD1234XYZ", string name = "nb-001", string uuid = "A1B2C3D4-0001-4000-8000-001122334455", string mac = "00:1b:21:aa:bb:01", string device = "nb-001-2026-03-01") => JsonNode.Parse($$"""
        {
          "action": "inventory", "deviceid": "{{device}}", "itemtype": "Computer",
          "content": {
            "versionclient": "GLPI-Agent_v1.7", "bios": { "smanufacturer": "HP", "smodel": "EliteBook 840 G8", "ssn": "{{serial}}", "bversion": "T37" },
            "hardware": { "name": "{{name}}", "uuid": "{{uuid}}", "chassis_type": "Notebook", "memory": 8192, "vmsystem": "Physical", "winprodkey": "AAAAA-BBBBB" },
            "operatingsystem": { "full_name": "Windows 11 Pro", "version": "23H2" },
            "networks": [{ "description": "Ethernet", "mac": "{{mac}}", "ipaddress": "10.1.2.3", "virtualdev": false }],
            "memories": [{ "numslots": 1, "caption": "DIMM A", "capacity": 8192, "type": "DDR4" }],
            "softwares": [{ "name": "Firefox", "version": "115.0", "from": "registry" }, { "name": "7-Zip", "version": "23.01", "from": "registry" }],
            "envs": [{ "key": "DB_PASSWORD", "val": "geheim" }], "quantumchips": [{ "name": "Q1", "qubits": 5 }]
          }
        }
        """)!.AsObject();

    public static JsonObject Without(this JsonObject inventory, params string[] sections)
    {
        foreach (var section in sections) inventory["content"]!.AsObject().Remove(section);
        return inventory;
    }

    public static async Task<Client> Keeper(TestServer server)
    {
        var keeper = server.Client();
        await keeper.SignIn(Company.UserOf(Role.CfgMgr));
        return keeper;
    }

    public static async Task<HttpResponseMessage> Post(this Client client, byte[] file, Guid customer, string name = "nb.json") =>
        await client.Http.PostAsync($"/api/v1/assets/inventory?customer={customer}&name={Uri.EscapeDataString(name)}", new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } });

    /// <summary>What became of the one device of the file.</summary>
    public static async Task<JsonNode> Take(this Client client, byte[] file, Guid customer, string name = "nb.json")
    {
        using var answer = await client.Post(file, customer, name);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)![0]!["devices"]![0]!;
    }

    public static Task<JsonNode> Take(this Client client, JsonObject inventory, Guid customer) => client.Take(Encoding.UTF8.GetBytes(inventory.ToJsonString()), customer);

    public static async Task<(int Status, string Code, string Sentence)> TakeRefused(this Client client, byte[] file, Guid customer)
    {
        using var answer = await client.Post(file, customer);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.False(answer.IsSuccessStatusCode, text);
        var body = text.Length > 0 ? JsonNode.Parse(text) : null;
        return ((int)answer.StatusCode, body?["code"]?.ToString() ?? "", body?["title"]?.ToString() ?? "");
    }

    public static string Text(this JsonNode node, string field) => node[field]?.ToString() ?? "";
}
