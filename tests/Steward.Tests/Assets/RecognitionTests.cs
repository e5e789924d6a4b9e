// By what a machine is known again: cloned UUIDs, docking stations, exchanged boards, signs that mean nothing.
using Steward.Assets.Inventories;
using Steward.Platform.Ids;
using Xunit;

namespace Steward.Assets;

public sealed class RecognitionTests
{
    static readonly AssetId A = AssetId.From(Guid.Parse("0193b6a0-0000-7000-8000-00000000000a")), B = AssetId.From(Guid.Parse("0193b6a0-0000-7000-8000-00000000000b"));

    static KnownSign Of(AssetId asset, IdentityKind kind, string value) => new(asset, kind, value);
    static (IdentityKind, string) Sign(IdentityKind kind, string value) => (kind, value);

    [Fact]
    public void A_serial_number_is_believed_even_after_the_board_was_exchanged() =>
        Assert.Equal(A, Recognition.Of([Sign(IdentityKind.Serial, "DELL|X1"), Sign(IdentityKind.Uuid, "NEW")], [Of(A, IdentityKind.Serial, "DELL|X1"), Of(A, IdentityKind.Uuid, "OLD")]).Asset);

    [Fact]
    public void A_serial_number_entered_without_its_maker_is_found() =>
        Assert.Equal(A, Recognition.Of([Sign(IdentityKind.Serial, "DELL|X1")], [Of(A, IdentityKind.Serial, "|X1")]).Asset);

    [Fact]
    public void The_same_number_of_another_maker_is_another_machine() =>
        Assert.Equal(new Recognised(null, []).Asset, Recognition.Of([Sign(IdentityKind.Serial, "HP|X1")], [Of(A, IdentityKind.Serial, "DELL|X1")]).Asset);

    [Fact]
    public void A_cloned_uuid_with_another_serial_number_is_a_question() =>
        Assert.Equal([A], Recognition.Of([Sign(IdentityKind.Serial, "DELL|X2"), Sign(IdentityKind.Uuid, "U")], [Of(A, IdentityKind.Serial, "DELL|X1"), Of(A, IdentityKind.Uuid, "U")]).Rivals);

    [Fact]
    public void With_the_same_adapter_the_uuid_outweighs_a_changed_serial_number() =>
        Assert.Equal(A, Recognition.Of([Sign(IdentityKind.Serial, "DELL|X2"), Sign(IdentityKind.Uuid, "U"), Sign(IdentityKind.Mac, "B86B23E05C81")],
            [Of(A, IdentityKind.Serial, "DELL|X1"), Of(A, IdentityKind.Uuid, "U"), Of(A, IdentityKind.Mac, "B86B23E05C81")]).Asset);

    [Fact]
    public void An_adapter_that_moved_makes_no_other_machine_the_same() =>
        Assert.Null(Recognition.Of([Sign(IdentityKind.Serial, "DELL|X2"), Sign(IdentityKind.Mac, "B86B23E05C81")], [Of(A, IdentityKind.Serial, "DELL|X1"), Of(A, IdentityKind.Mac, "B86B23E05C81")]).Asset);

    [Fact]
    public void Signs_of_two_assets_are_a_question() =>
        Assert.Equal([A, B], Recognition.Of([Sign(IdentityKind.Serial, "DELL|X1"), Sign(IdentityKind.Uuid, "U")], [Of(A, IdentityKind.Serial, "DELL|X1"), Of(B, IdentityKind.Uuid, "U")]).Rivals.Order(Comparer<AssetId>.Create((a, b) => a.Value.CompareTo(b.Value))));

    [Theory]
    [InlineData(IdentityKind.Serial, "TO BE FILLED BY O.E.M.", "default")]
    [InlineData(IdentityKind.Serial, "0000000000", "same-sign")]
    [InlineData(IdentityKind.Serial, "640HP72", null)]
    [InlineData(IdentityKind.Uuid, "03000200040005000006000700080009", "default-uuid")]
    [InlineData(IdentityKind.Mac, "00E04C6801DB", "dock")]
    [InlineData(IdentityKind.Mac, "000000000000", "same-sign")]
    [InlineData(IdentityKind.Mac, "D5C9GH81CF80", "no-mac")]
    [InlineData(IdentityKind.Mac, "525400FA200E", "local")]
    [InlineData(IdentityKind.Mac, "448500 2B90BC", "no-mac")]
    [InlineData(IdentityKind.Mac, "4485002B90BC", null)]
    public void What_many_machines_share_names_none_of_them(IdentityKind kind, string value, string? reason) => Assert.Equal(reason, Signs.WhyJunk(kind, value));

    [Fact]
    public void Makers_and_byte_orders_are_written_in_many_ways()
    {
        Assert.Equal(Signs.Serial("Dell Inc.", "640hp72"), Signs.Serial("DELL", " 640HP72 "));
        Assert.Equal(Signs.Serial("Hewlett-Packard", "CZC0479792"), Signs.Serial("HP", "CZC0479792"));
        var one = Signs.Of(Read("""{"deviceid":"a-pc","content":{"versionclient":"x","hardware":{"uuid":"4c4c4544-0034-3010-8048-b6c04f503732"}}}"""));
        var other = Signs.Of(Read("""{"deviceid":"a-pc","content":{"versionclient":"x","hardware":{"uuid":"44454C4C-3400-1030-8048-B6C04F503732"}}}"""));
        Assert.Equal(one.Good, other.Good);
    }

    static Inventory Read(string json) => Assert.Single(InventoryFile.Read(System.Text.Encoding.UTF8.GetBytes(json)).Value);
}
