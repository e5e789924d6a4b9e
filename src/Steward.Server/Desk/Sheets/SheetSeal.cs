// The seal of a signed sheet: a digest over everything that was signed, which anybody who holds the sheet can make again.
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.Platform.Files;

namespace Steward.Desk.Sheets;

/// <summary>A sheet whose content, files or number are not what they must be.</summary>
public sealed record SheetFault(SheetId? Sheet, string Number, string Why);

sealed class SheetSeal(StewardDb db, FileStore files, Me me)
{
    public async Task<string> Of(ServiceSheet sheet, CancellationToken stop)
    {
        // What was put into the unit of work with the last signature is not in the database yet.
        var kept = await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == sheet.Id.Value).ToListAsync(stop);
        kept.AddRange(db.ChangeTracker.Entries<StoredFile>().Where(e => e.State == EntityState.Added && e.Entity.Subject == sheet.Id.Value).Select(e => e.Entity));
        string Sha(FileId? file) => kept.FirstOrDefault(f => f.Id == file)?.Sha256 ?? "";
        return Of(sheet, Sha(sheet.EngineerMark), Sha(sheet.SignerMark), [.. kept.Where(f => !f.Name.StartsWith(SignatureInk.Prefix, StringComparison.Ordinal)).Select(f => f.Sha256).Order(StringComparer.Ordinal)]);
    }

    internal static string Of(ServiceSheet s, string engineerMark, string signerMark, IReadOnlyList<string> photos) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        s.Number, Ticket = s.Ticket.Value, Customer = s.Customer.Value, Kind = s.Kind.ToString(), s.Summary, s.EngineerName, Arrived = Ms(s.ArrivedAt), Departed = Ms(s.DepartedAt), s.WorkDone, s.Parts, s.Devices, Result = s.Result?.ToString(),
        Opinion = s.Opinion?.ToString(), s.OpinionText, s.Signer, Where = s.SignedWhere?.ToString(), Finished = Ms(s.FinishedAt), Signed = Ms(s.SignedAt), EngineerMark = engineerMark, SignerMark = signerMark, Photos = photos,
    })));

    /// <summary>Whole milliseconds, as both databases keep them.</summary>
    static long? Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();

    /// <summary>Whether a sealed sheet and its files are as they were signed; null where they are, else why not.</summary>
    public async Task<string?> Fault(ServiceSheet sheet, CancellationToken stop)
    {
        if (!sheet.IsSealed) return null;
        if (await Of(sheet, stop) != sheet.Hash) return "Sheet.FaultContent";
        foreach (var file in await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == sheet.Id.Value).ToListAsync(stop))
            if (!(await files.OpenChecked(file, stop)).TryGet(out var content, out _)) return "Sheet.FaultFile";
            else await content.DisposeAsync();
        return null;
    }

    /// <summary>Looks at every sheet of the customers whose tickets the caller may read without narrowing: numbers without holes, content and files as they were signed.</summary>
    public async Task<(int Sheets, IReadOnlyList<SheetFault> Faults)> Check(CancellationToken stop)
    {
        var faults = new List<SheetFault>();
        // Who sees a part would be told of holes where there are none.
        var sheets = db.Set<ServiceSheet>().AsNoTracking().Of(me, Thing.Incident, Right.Read);
        var numbers = await sheets.OrderBy(s => s.Number).Select(s => s.Number).ToListAsync(stop);
        foreach (var series in numbers.Select(n => n.LastIndexOf('-') is var cut ? (Series: n[..cut], Place: int.Parse(n[(cut + 1)..], System.Globalization.CultureInfo.InvariantCulture)) : default).GroupBy(n => n.Series))
            faults.AddRange(Enumerable.Range(1, series.Max(n => n.Place)).Except(series.Select(n => n.Place)).Select(hole => new SheetFault(null, FormattableString.Invariant($"{series.Key}-{hole:0000}"), "Sheet.FaultHole")));
        // One after the other: a connection reads one thing at a time, and an archive is larger than memory.
        foreach (var id in await sheets.Where(s => s.Hash != "").OrderBy(s => s.Number).Select(s => s.Id).ToListAsync(stop))
            if (await sheets.SingleAsync(s => s.Id == id, stop) is var sheet && await Fault(sheet, stop) is { } why) faults.Add(new(id, sheet.Number, why));
        return (numbers.Count, faults);
    }
}
