// What the server publishes of its API is enough for a generator: a client is made of it, compiled, and opens a ticket.
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Xunit;

namespace Steward.Walks;

public sealed class GeneratedClientTests
{
    /// <summary>A stranger's program: it knows of Steward only what the generated client says.</summary>
    const string Program = """
        using System;
        using System.Net.Http;
        using System.Threading.Tasks;

        namespace Generated;

        public static class Trial
        {
            public static async Task<string[]> Run(HttpClient http, Guid service, Guid requester)
            {
                var client = new StewardClient(http);
                var opened = await client.OpenTicketAsync(new OpenTicket { Summary = "由生成的客户端报修", Service = service, Requester = requester, Urgency = Urgency.Stopped });
                await client.AcceptTicketAsync(opened.Id, new AcceptTicket());
                var read = await client.ReadTicketAsync(opened.Id);
                return [opened.Number, read.Ticket.Number, read.Ticket.Summary, read.Ticket.State.ToString(), read.Ticket.Urgency.ToString()];
            }
        }
        """;

    [Fact]
    public async Task A_client_generated_from_the_published_document_opens_a_ticket_and_reads_it_back()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var stranger = server.Client();
        var document = await OpenApiDocument.FromJsonAsync(await stranger.Http.GetStringAsync("/api/v1/openapi.json"));
        var source = new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = "StewardClient", UseBaseUrl = false, InjectHttpClient = true, OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.NewtonsoftJson, GenerateOptionalPropertiesAsNullable = true },
        }).GenerateFile();
        var trial = Compile(source, Program).GetType("Generated.Trial")!.GetMethod("Run")!;

        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await agent.Do("me/tokens", new { name = "generated" }))["token"]!.ToString());
        var told = await (Task<string[]>)trial.Invoke(null, [http, company.Service, company.Contact])!;
        Assert.StartsWith("INC-XXQY-", told[0]);
        Assert.Equal([told[0], told[0], "由生成的客户端报修", "Accepted", "Stopped"], told);
        // A generator that took the words for numbers would be told so.
        Assert.Equal(400, (await agent.Refused("tickets", new { summary = "x", service = company.Service, requester = company.Contact, urgency = 77 })).Status);
    }

    static Assembly Compile(params string[] sources)
    {
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f));
        var compilation = CSharpCompilation.Create("generated", sources.Select(s => CSharpSyntaxTree.ParseText(s)), known, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var library = new MemoryStream();
        var result = compilation.Emit(library);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        library.Position = 0;
        return new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(library);
    }
}
