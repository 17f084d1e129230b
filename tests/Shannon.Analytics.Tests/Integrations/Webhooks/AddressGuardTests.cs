using System.Net;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Integrations.Webhooks.Guarding;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>Where webhooks must not get to: refused before a dial, shown by a network that records every one.</summary>
public sealed class AddressGuardTests : IAsyncDisposable
{
    private readonly WebhookFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    /// <summary>Addresses in every notation that a URL can carry.</summary>
    public static TheoryData<string> Literals =>
    [
        "127.0.0.1", "127.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "a.b.localhost",
        "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1.254", "100.64.0.1", "100.127.255.255",
        "169.254.169.254", "169.254.170.2", "168.63.129.16", "2852039166", "0xa9fea9fe", "192.0.0.192", "100.100.100.200",
        "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::ffff:10.0.0.1]", "[::127.0.0.1]", "[::7f00:1]",
        "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001::1]", "[2001:db8::1]", "[3fff::1]",
        "[fe80::1]", "[fe80::a9fe:a9fe]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[fd12:3456::1]", "[ff02::1]", "[100::1]", "[2600:1:2:3:0:5efe:10.0.0.1]", "[5f00::1]", "[4000::1]",
    ];

    /// <summary>What name servers answer.</summary>
    public static TheoryData<string, string[]> Names => new()
    {
        { "metadata.google.internal", ["169.254.169.254"] },
        { "metadata", ["169.254.169.254"] },
        { "instance-data.ec2.internal", ["169.254.169.254"] },
        { "kubernetes.default.svc", ["10.96.0.1"] },
        { "127.0.0.1.nip.io", ["127.0.0.1"] },
        { "router.lan", ["192.168.1.1"] },
        { "mixed.example.com", ["93.184.216.34", "10.0.0.1"] },
        { "mixed6.example.com", ["2606:2800:220:1::1", "::1"] },
        { "mapped.example.com", ["::ffff:169.254.169.254"] },
        { "nat64.example.com", ["64:ff9b::a9fe:a9fe"] },
        { "sixtofour.example.com", ["2002:a9fe:a9fe::"] },
        { "zero.example.com", ["0.0.0.0"] },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public async Task Create_WithALiteralThatIsNotPublic_IsRefused_AndSoIsTheDial(string host)
    {
        var definition = new WebhookDefinition { Url = new Uri($"https://{host}/hook"), Events = ["*"], RetryPolicy = new() { MaxRetries = 0 } };
        AnalyticsEngine strict = await _fixture.OpenAsync(_fixture.Options with { AllowedNetworks = [] });
        await Assert.ThrowsAsync<InvalidOptionsException>(() => strict.Webhooks.CreateAsync(definition));

        // Made where it was allowed, it is refused where it is not.
        AnalyticsEngine lax = await _fixture.OpenAsync(_fixture.Options with { AllowedNetworks = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")] });
        Webhook webhook = await lax.Webhooks.CreateAsync(definition);
        Assert.Equal(WebhookOutcome.Refused, (await strict.Webhooks.TestAsync(webhook.Id)).Outcome);
        Assert.Empty(_fixture.Network.Dials);
        Assert.Empty(_fixture.Network.Questions);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Send_ToANameThatLeadsInside_IsRefusedBeforeADial(string host, string[] addresses)
    {
        _fixture.Network.Names[host] = new([[.. addresses.Select(IPAddress.Parse)]]);
        AnalyticsEngine engine = await _fixture.OpenAsync(_fixture.Options with { AllowedNetworks = [] });
        Webhook webhook = await engine.Webhooks.CreateAsync(new WebhookDefinition { Url = new Uri($"https://{host}/hook"), Events = ["*"] });
        Assert.Empty(_fixture.Network.Questions);
        Assert.Equal(WebhookOutcome.Refused, (await engine.Webhooks.TestAsync(webhook.Id)).Outcome);
        Assert.Equal([host], _fixture.Network.Questions);
        Assert.Empty(_fixture.Network.Dials);
    }

    [Fact]
    public async Task Send_ToANameThatChangesItsAnswer_DialsWhatWasJudged()
    {
        // The first answer is public, the second is not: one question, one dial, to the first.
        _fixture.Network.Internet = _fixture.Endpoint.Address;
        _fixture.Network.Names["rebind.example.com"] = new([[IPAddress.Parse("93.184.216.34")], [IPAddress.Parse("169.254.169.254")]]);
        _fixture.Endpoint.Always("200 OK", "Connection: close");
        AnalyticsEngine engine = await _fixture.OpenAsync(_fixture.Options with { AllowedNetworks = [] });
        Webhook webhook = await engine.Webhooks.CreateAsync(new WebhookDefinition { Url = new Uri("http://rebind.example.com:8080/hook"), Events = ["*"] });
        Assert.Equal(WebhookOutcome.Delivered, (await engine.Webhooks.TestAsync(webhook.Id)).Outcome);
        Assert.Equal(WebhookOutcome.Refused, (await engine.Webhooks.TestAsync(webhook.Id)).Outcome);
        Assert.Equal([IPEndPoint.Parse("93.184.216.34:8080")], _fixture.Network.Dials);
        Assert.Equal(2, _fixture.Network.Questions.Count);
        Assert.Equal("rebind.example.com:8080", Assert.Single(_fixture.Endpoint.Requests).Headers["Host"]);
    }

    [Fact]
    public async Task Send_ThroughAProxyOfTheEnvironment_IsNotSent()
    {
        string? before = Environment.GetEnvironmentVariable("http_proxy");
        Environment.SetEnvironmentVariable("http_proxy", "http://127.0.0.1:9");
        try
        {
            AnalyticsEngine engine = await _fixture.OpenAsync();
            Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
            Assert.Equal(WebhookOutcome.Delivered, (await engine.Webhooks.TestAsync(webhook.Id)).Outcome);
            Assert.All(_fixture.Network.Dials, dial => Assert.Equal(_fixture.Endpoint.Port, dial.Port));
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", before);
        }
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("2a00:1450:4001:800::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void Allows_OfPublicAddresses_IsTrue(string address) => Assert.True(AddressGuard.Allows(IPAddress.Parse(address), []));

    [Theory]
    [InlineData("10.1.2.3", "10.1.0.0/16", true)]
    [InlineData("10.2.0.1", "10.1.0.0/16", false)]
    [InlineData("::ffff:10.1.2.3", "10.1.0.0/16", true)]
    [InlineData("::1", "127.0.0.0/8", false)]
    [InlineData("fd00::1", "fd00::/8", true)]
    public void Allows_WithANetworkOfTheHosts_IsTrueInside(string address, string network, bool expected) =>
        Assert.Equal(expected, AddressGuard.Allows(IPAddress.Parse(address), [IPNetwork.Parse(network)]));

    [Fact]
    public void Literals_AreAtLeastSixty() => Assert.True(Literals.Count + Names.Count >= 60);

    [Fact]
    public async Task Create_OfPlainHttp_NeedsTheHostsLeave()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync(_fixture.Options with { AllowsPlainHttp = false });
        InvalidOptionsException error = await Assert.ThrowsAsync<InvalidOptionsException>(() => engine.Webhooks.CreateAsync(_fixture.Definition));
        Assert.Contains("AllowsPlainHttp", Assert.Single(error.Errors), StringComparison.Ordinal);
        Assert.Empty(_fixture.Network.Dials);
    }
}
