// Encrypts secrets at rest: AES-256-GCM under a master key that lies outside the database.
using System.Security.Cryptography;
using System.Text;
using Steward.Platform.Settings;

namespace Steward.Platform.Secrets;

/// <summary>
/// Seals and opens short secrets (mail passwords, tokens of other systems). The master key is <c>keys/master.key</c> in the data directory,
/// owner-only, or the base64 text of the environment variable STEWARD_MASTER_KEY where several nodes share one.
/// A sealed text is <c>v1.base64(nonce ‖ ciphertext ‖ tag)</c>; the purpose is authenticated with it.
/// </summary>
public sealed class SecretBox
{
    readonly byte[] master;

    public SecretBox(DataFolder folder)
    {
        var given = Environment.GetEnvironmentVariable("STEWARD_MASTER_KEY");
        master = given is { Length: > 0 } ? Convert.FromBase64String(given) : Keep(Path.Combine(folder.Keys, "master.key"));
        if (master.Length != 32) throw new CryptographicException("The master key must have 32 bytes.");
    }

    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes(purpose));

    public string Seal(string purpose, string secret)
    {
        var nonce = RandomNumberGenerator.GetBytes(12);
        var plain = Encoding.UTF8.GetBytes(secret);
        var (cipher, tag) = (new byte[plain.Length], new byte[16]);
        using var aes = new AesGcm(Derive(purpose), 16);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(purpose));
        return "v1." + Convert.ToBase64String([.. nonce, .. cipher, .. tag]);
    }

    /// <exception cref="CryptographicException">The text was not sealed by this key for this purpose, or was altered.</exception>
    public string Open(string purpose, string sealedText)
    {
        if (!sealedText.StartsWith("v1.", StringComparison.Ordinal)) throw new CryptographicException("Not a sealed secret.");
        var bytes = Convert.FromBase64String(sealedText[3..]);
        var plain = new byte[bytes.Length - 28];
        using var aes = new AesGcm(Derive(purpose), 16);
        aes.Decrypt(bytes.AsSpan(0, 12), bytes.AsSpan(12, plain.Length), bytes.AsSpan(bytes.Length - 16), plain, Encoding.UTF8.GetBytes(purpose));
        return Encoding.UTF8.GetString(plain);
    }

    static byte[] Keep(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            try
            {
                using var file = new FileStream(path, options);
                file.Write(RandomNumberGenerator.GetBytes(32));
                file.Flush(flushToDisk: true);
            }
            catch (IOException) when (File.Exists(path)) { } // another process made it first
        }
        return File.ReadAllBytes(path);
    }
}
