// A signature that was drawn with a finger: looked at, drawn anew as a plain picture, and kept like any other file.
using SkiaSharp;
using Steward.Platform.Files;
using Steward.Platform.Web;

namespace Steward.Desk.Sheets;

sealed class SignatureInk(FileStore files)
{
    /// <summary>How the files of signatures are called, so that they are told from photos.</summary>
    public const string Prefix = "signature-";
    const string Head = "data:image/png;base64,";
    const int LargestBytes = 400_000, Widest = 2000, LeastInk = 40;

    /// <summary>The file of what was drawn; null where nothing was, and the typed name signs alone. Adds to the unit of work.</summary>
    public async Task<Result<FileId?>> Keep(ServiceSheet sheet, string whose, string? drawn, DateTimeOffset now, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(drawn)) return (FileId?)null;
        if (Redrawn(drawn) is not { } png) return new BadInput([new("signature", "DESK-507")]);
        using var content = new MemoryStream(png);
        return (await files.Put(sheet.Customer, sheet.Id.Value, $"{Prefix}{whose}-{sheet.Version}.png", content, now, stop)).TryGet(out var file, out var refusal) ? (FileId?)file.Id : refusal;
    }

    /// <summary>Black on white and nothing else that the picture may have carried; null for what is no picture, or an empty one.</summary>
    internal static byte[]? Redrawn(string drawn)
    {
        if (!drawn.StartsWith(Head, StringComparison.Ordinal) || drawn.Length > LargestBytes * 4 / 3 + Head.Length) return null;
        var bytes = new byte[drawn.Length];
        if (!Convert.TryFromBase64Chars(drawn.AsSpan(Head.Length), bytes, out var length)) return null;
        using var codec = SKCodec.Create(new MemoryStream(bytes, 0, length));
        // What says that it is huge is not unpacked to see whether it is.
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Png || codec.Info.Width is < 20 or > Widest || codec.Info.Height is < 10 or > Widest) return null;
        using var ink = SKBitmap.Decode(codec, codec.Info with { ColorType = SKColorType.Bgra8888, AlphaType = SKAlphaType.Unpremul });
        if (ink is null) return null;
        using var paper = new SKBitmap(ink.Width, ink.Height);
        paper.Erase(SKColors.White);
        using (var canvas = new SKCanvas(paper)) canvas.DrawBitmap(ink, 0, 0);
        var dark = paper.Pixels.Count(p => p.Red + p.Green + p.Blue < 384);
        // Nothing drawn, or all of it black: no signature.
        if (dark < LeastInk || dark > ink.Width * ink.Height / 2) return null;
        using var image = SKImage.FromBitmap(paper);
        return image.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}
