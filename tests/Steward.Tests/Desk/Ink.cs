// A signature as a browser draws one: a PNG as data URL.
using SkiaSharp;

namespace Steward.Desk;

static class Ink
{
    public static string Drawn(bool empty = false, int width = 720, int height = 260)
    {
        using var paper = new SKBitmap(width, height);
        paper.Erase(SKColors.White);
        using (var canvas = new SKCanvas(paper))
        using (var pen = new SKPaint { Color = SKColors.Black, StrokeWidth = 5, IsStroke = true })
            if (!empty) { canvas.DrawLine(60, 200, 300, 60, pen); canvas.DrawLine(300, 60, 420, 220, pen); canvas.DrawLine(420, 220, 640, 120, pen); }
        using var image = SKImage.FromBitmap(paper);
        return "data:image/png;base64," + Convert.ToBase64String(image.Encode(SKEncodedImageFormat.Png, 100).ToArray());
    }
}
