// The scheme of Standard Webhooks, when a call is made again, and which addresses may be called.
using System.Net;
using Steward.Outlets.Hooks;
using Steward.Platform.Web;
using Xunit;

namespace Steward.Outlets;

public sealed class SigningTests
{
    /// <summary>The vector of the scheme's own libraries.</summary>
    [Fact]
    public void A_call_is_signed_as_the_scheme_says()
    {
        const string key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id = "msg_p5jXN8AQM9LWM0D4loKWxJek", body = """{"test": 2432232314}""";
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Signing.Header([key], id, "1614265330", body));
        var fresh = Signing.MakeKey();
        Assert.Equal(32, Convert.FromBase64String(fresh["whsec_".Length..]).Length);
        Assert.Equal([Signing.Header([fresh], id, "1", body), Signing.Header([key], id, "1", body)], Signing.Header([fresh, key], id, "1", body).Split(' '));
    }

    [Fact]
    public void Waits_grow_over_about_a_day_and_then_it_is_given_up()
    {
        Assert.Equal(Waits.Table.Order(), Waits.Table);
        Assert.InRange(Waits.Table.Aggregate(TimeSpan.Zero, (all, one) => all + one), TimeSpan.FromHours(22), TimeSpan.FromHours(26));
        Assert.Null(Waits.After(Waits.Table.Count, null));
        // The receiver may ask for more patience, not for less, and not for ever.
        Assert.Equal(TimeSpan.FromMinutes(10), Waits.After(0, TimeSpan.FromMinutes(10)));
        Assert.Equal(TimeSpan.FromSeconds(5), Waits.After(0, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromDays(1), Waits.After(0, TimeSpan.FromDays(30)));
    }

    [Theory]
    [InlineData("https://erp.example/hook", true)]
    [InlineData("https://erp.example:8443/hook?key=1", true)]
    [InlineData("https://8.8.8.8/hook", true)]
    [InlineData("http://erp.example/hook", false)]
    [InlineData("https://user:word@erp.example/hook", false)]
    [InlineData("https://10.1.2.3/hook", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://[::1]/hook", false)]
    [InlineData("https://[::ffff:10.0.0.1]/hook", false)]
    [InlineData("https://localhost/hook", false)]
    [InlineData("https://database/hook", false)]
    [InlineData("ftp://erp.example/hook", false)]
    [InlineData("nonsense", false)]
    public void Only_the_open_network_may_be_called(string address, bool good) => Assert.Equal(good, OutsideAddress.IsGood(address, []));

    [Fact]
    public void Hosts_that_the_settings_name_may_be_called_inside()
    {
        Assert.True(OutsideAddress.IsGood("https://erp/hook", ["erp"]));
        Assert.True(OutsideAddress.IsGood("https://10.1.2.3/hook", ["10.1.2.3"]));
        Assert.True(OutsideAddress.IsGood("http://127.0.0.1:5000/hook", ["127.0.0.1"]));
        // Unencrypted only on the machine itself.
        Assert.False(OutsideAddress.IsGood("http://erp/hook", ["erp"]));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("172.20.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    public void No_private_address_counts_as_open(string address) => Assert.False(OutsideAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void An_open_address_does() => Assert.All(new[] { "1.1.1.1", "203.0.112.1", "2606:4700::1111", "::ffff:1.1.1.1" }, a => Assert.True(OutsideAddress.IsPublic(IPAddress.Parse(a))));
}
