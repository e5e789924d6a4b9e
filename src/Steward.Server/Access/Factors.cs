// What an account proves itself by beside or instead of its password: an authenticator app, recovery codes, passkeys.
using Steward.Platform.Audit;

namespace Steward.Access;

public readonly record struct RecoveryCodeId(Guid Value) : IId<RecoveryCodeId> { public static RecoveryCodeId From(Guid value) => new(value); }
public readonly record struct PasskeyId(Guid Value) : IId<PasskeyId> { public static PasskeyId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>The authenticator app of an account: one at most, in force once a code has confirmed it.</summary>
public sealed class Authenticator : IVersioned
{
    public AccountId Account { get; init; }
    /// <summary>Sealed under the master key, which lies outside the database.</summary>
    [Secret] public required string Sealed { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }
    /// <summary>The time step of the last code that was taken: only later ones count, so no code counts twice.</summary>
    public long LastStep { get; set; }
    public int Version { get; set; }
}

/// <summary>A way in once the authenticator is lost. Only a keyed hash of the code is kept; each opens once.</summary>
public sealed class RecoveryCode : IVersioned
{
    public RecoveryCodeId Id { get; init; }
    public AccountId Account { get; init; }
    [Secret] public required byte[] Hash { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
    public int Version { get; set; }
}

/// <summary>A key that a device keeps for its owner (WebAuthn): signs in without a password, since the device asks for finger, face or PIN.</summary>
public sealed class Passkey : IVersioned
{
    public PasskeyId Id { get; init; }
    public AccountId Account { get; init; }
    public required string Name { get; set; }
    public required byte[] Credential { get; init; }
    public required byte[] PublicKey { get; init; }
    /// <summary>Counts up on devices that count at all: one that goes back is a copy.</summary>
    public long SignCount { get; set; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
    public int Version { get; set; }
}
