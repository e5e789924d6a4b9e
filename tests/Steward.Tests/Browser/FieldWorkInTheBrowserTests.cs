// An engineer's day in a real browser on a phone: the route, the arrival, a photo that was made smaller, both signatures drawn with a finger; and the same without script, by the names alone.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SkiaSharp;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Files;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class FieldWorkInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public async Task A_day_on_site_on_a_phone_from_the_route_to_the_signature(Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var first = await ServiceSheetTests.Assigned(server, agent, company, "打印机卡纸");
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await ServiceSheetTests.Assigned(server, agent, company, "显示器不亮");

        await using var engineer = await chromium.Open(server, Role.Onsite, language, Screen.Phone);
        await engineer.Go("/");
        var stops = engineer.Main.Locator(".job > h2");
        await Expect(stops).ToHaveTextAsync(["打印机卡纸", "显示器不亮"]);
        await engineer.Main.GetByRole(AriaRole.Button, new() { Name = engineer.T("Onsite.Down"), Exact = true }).First.ClickAsync();
        await Expect(stops).ToHaveTextAsync(["显示器不亮", "打印机卡纸"]);
        await Fits(engineer);
        var job = engineer.Main.Locator(".job").Filter(new() { HasText = "打印机卡纸" });
        await job.GetByRole(AriaRole.Button, new() { Name = engineer.T("Onsite.OpenSheet"), Exact = true }).ClickAsync();
        await engineer.Told("OpenSheet");
        await engineer.Press("verb.ArriveForSheet");
        await engineer.Told("ArriveForSheet");

        // A photo of twelve megapixels that the phone took lying on its side.
        await engineer.Press("verb.AttachToSheet");
        await engineer.Field("file").SetInputFilesAsync(new FilePayload { Name = "IMG_0001.jpg", MimeType = "image/jpeg", Buffer = Lying() });
        await Expect(engineer.Field("file")).ToHaveAttributeAsync("data-shrunk", new System.Text.RegularExpressions.Regex(@"^\d+$"));
        await engineer.Send();
        await engineer.Told("AttachToSheet");
        var (photo, bytes) = await server.As(async s =>
        {
            var file = await s.GetRequiredService<StewardDb>().Set<StoredFile>().SingleAsync();
            await using var content = s.GetRequiredService<FileStore>().Open(file);
            using var picture = SKBitmap.Decode(content);
            return ((picture.Width, picture.Height), file.Bytes);
        });
        Assert.Equal((1440, 1920), photo);
        Assert.True(bytes < Lying().Length / 2, $"{bytes} bytes of {Lying().Length}");

        await engineer.Press("verb.FinishSheet");
        await engineer.Field("workDone").FillAsync("清理进纸轮，试打 10 页正常");
        await Draw(engineer);
        await engineer.Send();
        await engineer.Told("FinishSheet");
        await engineer.Press("verb.SignSheet");
        await Expect(engineer.Field("signer")).ToHaveValueAsync("员工001");
        await Fits(engineer);
        // Nobody is satisfied until the user says so.
        Assert.Equal(0, await engineer.Main.Locator("dialog[open] [name=opinion]:checked").CountAsync());
        await engineer.Main.Locator("dialog[open] [name=opinion][value=Acceptable]").CheckAsync();
        await Draw(engineer);
        await engineer.Send();
        await engineer.Told("SignSheet");
        await engineer.Sees(engineer.T("Sheet.AsSigned"));
        Assert.Equal(2, await engineer.Main.Locator("img.signed").CountAsync());
        Assert.True(await engineer.Page.EvaluateAsync<bool>("[...document.querySelectorAll('img.signed')].every(i => i.complete && i.naturalWidth === 720)"));
        await Fits(engineer);
        Assert.Equal("Met", (await agent.Get($"tickets/{first}"))["clocks"]!.AsArray().Single(c => c!["kind"]!.ToString() == "Arrival")!["verdict"]!.ToString());
    }

    [Fact]
    public async Task Without_script_the_names_sign()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        using var onsite = server.Client();
        await onsite.SignIn(Company.UserOf(Role.Onsite));
        var sheet = await onsite.Make($"tickets/{await ServiceSheetTests.Assigned(server, agent, company, "键盘失灵")}/sheets", new { kind = "Visit", arrived = true });
        await using var engineer = await chromium.Open(server, Role.Onsite, Language.Zh, Screen.Phone, script: false);
        await engineer.Go($"/sheets/{sheet}");
        var finish = engineer.Main.Locator($"form[action='/sheets/{sheet}/finish']");
        await engineer.Press("verb.FinishSheet");
        Assert.False(await finish.Locator("canvas").IsVisibleAsync());
        await finish.Locator("[name=workDone]").FillAsync("更换键盘");
        await finish.Locator("button[type=submit]").ClickAsync();
        await engineer.Told("FinishSheet");
        await engineer.Press("verb.SignSheet");
        await engineer.Main.Locator($"form[action='/sheets/{sheet}/sign'] [name=opinion][value=Satisfied]").CheckAsync();
        await engineer.Main.Locator($"form[action='/sheets/{sheet}/sign'] button[type=submit]").ClickAsync();
        await engineer.Told("SignSheet");
        await Expect(engineer.Main.Locator(".signed-name")).ToHaveTextAsync(["账号 Onsite", "员工001"]);
    }

    static async Task Draw(Visitor who)
    {
        var canvas = who.Dialog.Locator("canvas");
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        var mouse = who.Page.Mouse;
        await mouse.MoveAsync(box.X + 30, box.Y + box.Height * .7f);
        await mouse.DownAsync();
        await mouse.MoveAsync(box.X + box.Width * .4f, box.Y + 15, new() { Steps = 6 });
        await mouse.MoveAsync(box.X + box.Width * .8f, box.Y + box.Height * .8f, new() { Steps = 6 });
        await mouse.UpAsync();
    }

    static async Task Fits(Visitor who) => Assert.True(await who.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"), $"{who.Page.Url} is wider than the phone");

    /// <summary>A large picture with the mark that it must be turned by a quarter to stand upright (EXIF orientation 6).</summary>
    static byte[] Lying()
    {
        using var picture = new SKBitmap(4000, 3000);
        using (var canvas = new SKCanvas(picture))
        using (var paint = new SKPaint())
            for (var i = 0; i < 6000; i++)
            {
                paint.Color = new SKColor((byte)(i * 37), (byte)(i * 91), (byte)(i * 53));
                canvas.DrawRect(i * 97 % 4000, i * 61 % 3000, 40, 30, paint);
            }
        using var image = SKImage.FromBitmap(picture);
        var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray();
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
