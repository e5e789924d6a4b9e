// Seals the keys of sessions and forms with the master key before they are written to the data folder.
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Steward.Platform.Secrets;

sealed class KeyRingEncryption(SecretBox box) : IXmlEncryptor
{
    internal const string Purpose = "key-ring";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement("sealedKey", box.Seal(Purpose, plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(KeyRingDecryption));
}

/// <summary>Made by the key ring from the name of this type, which each sealed key carries: the type must keep its name.</summary>
sealed class KeyRingDecryption(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<SecretBox>().Open(KeyRingEncryption.Purpose, encryptedElement.Value));
}

static class KeyRing
{
    public static IDataProtectionBuilder SealKeys(this IDataProtectionBuilder builder)
    {
        builder.Services.AddOptions<KeyManagementOptions>().Configure<SecretBox>((options, box) => options.XmlEncryptor = new KeyRingEncryption(box));
        return builder;
    }
}
