// Starts the command line; `steward serve` is the server.
using Steward.Platform.Host;
using Steward.Platform.Settings;

var folder = new DataFolder(args.FirstOrDefault() ?? ".data");
var app = StewardHost.Build(folder, StewardSettings.Load(folder), Steward.Commands.Modules.All);
await using (var scope = app.Services.CreateAsyncScope())
    await Guards.Migrate(scope.ServiceProvider.GetRequiredService<StewardDb>(), default);
await app.RunAsync();
