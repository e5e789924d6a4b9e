// Listens to a stream of server-sent events as a browser does.
using System.Threading.Channels;
using Xunit;

namespace Steward.Fixtures;

public sealed record Told(string Event, string Data);

public sealed class Listener : IDisposable
{
    readonly Channel<Told> heard = Channel.CreateUnbounded<Told>();
    readonly HttpResponseMessage answer;
    readonly CancellationTokenSource over = new();

    Listener(HttpResponseMessage answer)
    {
        this.answer = answer;
        Ended = Listen();
    }

    public string LastId { get; private set; } = "";
    public HttpResponseMessage Answer => answer;
    /// <summary>Every byte that came, to look for what must not be in it.</summary>
    public string Raw { get; private set; } = "";
    /// <summary>Done when the server has closed the stream.</summary>
    public Task Ended { get; }

    public static Task<Listener> On(Client client, string topics, string? lastId = null) => At(client, $"/live?topics={Uri.EscapeDataString(topics)}", lastId);

    public static async Task<Listener> At(Client client, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/event-stream" } } };
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        var answer = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var listener = new Listener(answer);
        // The first sign of life comes once the server has taken the seat and looked.
        for (var i = 0; i < 600 && listener.LastId.Length == 0 && !listener.Ended.IsCompleted; i++) await Task.Delay(20);
        return listener;
    }

    public async Task<Told> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await heard.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Lets the rhythm pass in which the server asks whether the reader may still listen, again and again: the stream may just be busy.</summary>
    public async Task HasEnded(TestServer server)
    {
        for (var i = 0; i < 300 && !Ended.IsCompleted; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(Ended, Task.Delay(100));
        }
        Assert.True(Ended.IsCompleted, "the stream goes on");
    }

    async Task Listen()
    {
        try
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            var (kind, data, id) = ("message", "", "");
            while (await reader.ReadLineAsync(over.Token) is { } line)
            {
                Raw += line + "\n";
                if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                else if (line.Length == 0)
                {
                    if (id.Length > 0) LastId = id;
                    if (data.Length > 0) heard.Writer.TryWrite(new(kind, data));
                    (kind, data) = ("message", "");
                }
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException or HttpRequestException or OperationCanceledException) { }
        heard.Writer.TryComplete();
        answer.Dispose();
    }

    /// <summary>
    /// Breaks the reading off, which closes the connection. An answer that is disposed while somebody still reads it is read on by two, and one of them takes the
    /// bytes of the next answer on that connection.
    /// </summary>
    public void Dispose() => over.Cancel();
}
