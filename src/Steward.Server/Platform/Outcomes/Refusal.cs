// What a verb answers when it will not do what was asked, and the result type that carries it.
using System.Diagnostics.CodeAnalysis;
using Steward.Platform.Text;

namespace Steward.Platform.Outcomes;

/// <summary>
/// An expected "no": an id that support can look up and, under the same key in the texts, the sentence for the user in both languages.
/// Mapped to HTTP in one place (<c>Web/Refusals.cs</c>); <see cref="Status"/> is 409 unless the refusal says otherwise.
/// </summary>
public abstract record Refusal(string Code, params object?[] Args)
{
    public virtual int Status => 409;

    /// <summary>The field of the request that the refusal is about, if there is one; pages show the sentence beside it.</summary>
    public virtual string? Field => null;

    /// <summary>The page of what the refusal is about; a form shows the way to it.</summary>
    public virtual string? Href => null;

    public string Sentence => Texts.T(Code, Args);
}

/// <summary>The thing asked for does not exist, or not for this user: the two are never told apart.</summary>
public sealed record NotFound(string What = "") : Refusal("STW-404", What) { public override int Status => 404; }

/// <summary>The user may see this but not do it.</summary>
public sealed record NotAllowed() : Refusal("STW-403") { public override int Status => 403; }

/// <summary>Somebody else changed the record after it was read.</summary>
public sealed record ChangedMeanwhile() : Refusal("STW-409");

/// <summary>A field of the request cannot be used; <paramref name="TextKey"/> is the sentence.</summary>
public sealed record BadField(string Name, string TextKey, params object?[] FieldArgs) : Refusal(TextKey, FieldArgs)
{
    public override int Status => 400;
    public override string? Field => Name;
}

/// <summary>Several fields cannot be used, each with its own sentence.</summary>
public sealed record BadInput(IReadOnlyList<BadField> Fields) : Refusal("STW-400") { public override int Status => 400; }

/// <summary>Either a value or a refusal, never both.</summary>
public readonly struct Result<T>
{
    readonly T value;
    readonly Refusal? refusal;
    Result(T value, Refusal? refusal) { this.value = value; this.refusal = refusal; }

    public bool TryGet([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out Refusal refusal)
    {
        value = this.value;
        refusal = this.refusal;
        return this.refusal is null;
    }

    public Refusal? Refusal => refusal;

    /// <summary>The value, for callers that know it is there (tests, demo data); a refusal becomes an exception with its sentence.</summary>
    public T Value => refusal is null ? value : throw new InvalidOperationException($"{refusal.Code}: {refusal.Sentence}");

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Refusal refusal) => new(default!, refusal);
}

/// <summary>The value of a verb that has nothing to say but "done".</summary>
public readonly record struct Done;
