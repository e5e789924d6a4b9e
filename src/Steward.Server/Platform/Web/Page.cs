// Answers a request with a Razor component: a pure function of its model, drawn on the server.
using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Steward.Platform.Web;

public static class Page
{
    /// <summary>The page <typeparamref name="TPage"/> with its <c>Model</c> parameter.</summary>
    public static IResult Of<TPage>(object model, int status = 200) where TPage : IComponent =>
        new WholePage(new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status, PreventStreamingRendering = true });

    public static IResult Of<TPage>() where TPage : IComponent => new WholePage(new RazorComponentResult<TPage> { PreventStreamingRendering = true });
}

/// <summary>Sends a page once it is drawn, in one go: the framework sends every 16 KiB by itself, each time by way of another thread.</summary>
sealed class WholePage(RazorComponentResult drawn) : IResult
{
    public async Task ExecuteAsync(HttpContext http)
    {
        var wire = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new Held(wire.Writer)));
        try { await drawn.ExecuteAsync(http); }
        finally { http.Features.Set(wire); }
        await wire.Writer.FlushAsync(http.RequestAborted);
    }

    /// <summary>Writes into the connection's own buffers, and leaves it to somebody else to send them.</summary>
    sealed class Held(PipeWriter writer) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public override void Write(byte[] buffer, int offset, int count) => writer.Write(buffer.AsSpan(offset, count));
        public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
