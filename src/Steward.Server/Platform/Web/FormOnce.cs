// A form that was sent is not done twice: it carries a key from when it was drawn, and the key is kept in the commit that the form causes.
using System.Security.Cryptography;
using System.Text;
using Steward.Platform.Events;
using Steward.Platform.Secrets;

namespace Steward.Platform.Web;

/// <summary>The form was sent before with other entries: what was made then stands, and what was changed since is not in it.</summary>
sealed record SentOtherwise(string Made) : Refusal("STW-411") { public override string? Href => Made; }

/// <summary>Leads whoever sends a form again (back in the browser, a second click) to what came of it the first time.</summary>
public static class FormOnce
{
    /// <summary>
    /// The field of a form that carries its key: a text field out of sight, since a browser that is gone back in fetches the page anew and puts back what stood in its fields, but not in those of type hidden.
    /// </summary>
    public const string Field = "__once";

    public static string Draw() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>What was sent, and what is kept of it: a digest of the entries, which nobody can guess them from, and where its sender is led.</summary>
    sealed record Sending(string Key, string Digest)
    {
        public string Kept(string to) => $"{Digest} {to}";
        public bool IsThat(IdempotencyRow before) => before.Answer.StartsWith(Digest, StringComparison.Ordinal);
    }

    /// <summary>
    /// Does what the form asks for, once. <paramref name="makes"/>: each sending makes something new, so that entries which were changed after the first one are shown again before another is made;
    /// otherwise they are done like any others. <paramref name="expected"/> is where its sender goes until <paramref name="act"/> knows better.
    /// </summary>
    public static async Task<IResult> Take(HttpContext http, bool makes, string expected, Func<Task<Result<string>>> act, Func<Refusal, Task<IResult>> refuse)
    {
        var (db, stop) = (http.RequestServices.GetRequiredService<StewardDb>(), http.RequestAborted);
        var sent = await Read(http, db);
        if (sent is not null && await Idempotency.Find(db, sent.Key, stop) is { } before)
        {
            if (sent.IsThat(before)) return Led(http, before);
            if (makes) return await refuse(new SentOtherwise(Made(before)));
            sent = sent with { Key = sent.Key + sent.Digest };
            if (await Idempotency.Find(db, sent.Key, stop) is { } changed) return Led(http, changed);
        }
        if (sent is not null) (db.Work.IdempotencyKey, db.Work.IdempotencyAnswer) = (sent.Key, sent.Kept(expected));
        if (!(await act()).TryGet(out var to, out var refusal))
        {
            db.Work.IdempotencyKey = null;
            // What was written down of a refused deed, such as a wrong password, is not the deed.
            if (sent is not null && db.HasKept) await Idempotency.Forget(db, sent.Key, stop);
            // The same form, sent in the same moment, was quicker.
            else if (sent is not null && refusal is ChangedMeanwhile && await Idempotency.Find(db, sent.Key, stop) is { } twin && sent.IsThat(twin)) return Led(http, twin);
            return await refuse(refusal);
        }
        try { if (sent is not null && to != expected) await Idempotency.Answered(db, sent.Key, sent.Kept(to), stop); }
        // Done it is: the work is on disk, with the key. Only a repeat will be led less far.
        catch (Exception fault) when (EngineValues.IsFull(fault)) { }
        return Results.Redirect(to);
    }

    static string Made(IdempotencyRow row) => row.Answer[(row.Answer.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    static IResult Led(HttpContext http, IdempotencyRow before)
    {
        Flash.Good(http, "Form.SentBefore");
        return Results.Redirect(Made(before));
    }

    /// <summary>Null where the form carries no key, or nobody is signed in for whom it could be kept.</summary>
    static async Task<Sending?> Read(HttpContext http, StewardDb db)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var key = form[Field].ToString();
        if (db.Work.Actor.Id == Guid.Empty || key.Length is 0 or > 40 || !key.All(char.IsAsciiHexDigit)) return null;
        var words = new StringBuilder(http.Request.Path);
        foreach (var (name, values) in form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal) && f.Key != "returnUrl")) words.Append('\n').Append(name).Append('\0').AppendJoin('\0', values.ToArray());
        foreach (var file in form.Files.Where(f => f.Length > 0)) words.Append('\n').Append(file.FileName).Append(FormattableString.Invariant($"\0{file.Length}"));
        var secret = http.RequestServices.GetRequiredService<SecretBox>().Derive("form-digest");
        return new(FormKeys.Prefix + key, Convert.ToHexString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(words.ToString())))[..32]);
    }
}
