using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Storage.Auditing;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>Making, changing and deleting webhooks: what is checked, kept, masked and audited, and that none of it touches the network.</summary>
public sealed class WebhookDefinitionTests : IAsyncDisposable
{
    private const string Token = "Bearer 9f8e7d6c5b4a";

    private readonly WebhookFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task FromJson_OfTheSpecification_ReadsEverything()
    {
        WebhookDefinition definition = WebhookDefinition.FromJson("""
            {"url": "https://example.com/analytics", "events": ["session_complete", "error_threshold", "cost_alert"],
             "headers": {"Authorization": "Bearer test"}, "retry_policy": {"max_retries": 3, "backoff": "exponential"}}
            """);
        Assert.Equal((3, WebhookBackoff.Exponential, TimeSpan.FromSeconds(1)), (definition.RetryPolicy.MaxRetries, definition.RetryPolicy.Backoff, definition.RetryPolicy.Delay));
        Assert.Equal("Bearer test", definition.Headers["authorization"]);
        AnalyticsEngine engine = await _fixture.OpenAsync(_fixture.Options with { AllowedNetworks = [], AllowsPlainHttp = false });
        Webhook webhook = await engine.Webhooks.CreateAsync(definition);
        Assert.NotEmpty(webhook.Id);
        Assert.Equal(definition.Events, webhook.Definition.Events);
        Assert.Empty(_fixture.Network.Questions);
        Assert.Empty(_fixture.Network.Dials);
    }

    [Theory]
    [InlineData("""{"events": ["*"]}""")]
    [InlineData("""{"url": "https://example.com", "events": ["*"], "retries": 3}""")]
    [InlineData("""{"url": "https://example.com", "events": ["*"], "retry_policy": {"backoff": "quadratic"}}""")]
    [InlineData("""[]""")]
    public void FromJson_OfAnotherForm_Throws(string json) => Assert.Throws<JsonException>(() => WebhookDefinition.FromJson(json));

    [Fact]
    public void Validate_WithManyErrors_NamesAllAndNoSecret()
    {
        var definition = new WebhookDefinition
        {
            Url = new Uri("https://user:" + "pw@example.com/#x"),
            Events = ["sesion_complete", "cost_alert", "cost_alert"],
            Headers = new Dictionary<string, string> { ["Webhook-Id"] = Token, ["Good"] = Token + "\r\nEvil: 1", ["bad name"] = Token },
            Secret = "whsec_short",
            RetryPolicy = new() { MaxRetries = 51, Delay = TimeSpan.Zero, Jitter = double.NaN },
            CircuitBreaker = new() { FailureThreshold = 0 },
            Timeout = TimeSpan.FromHours(1),
            MaxConcurrency = 0,
        };
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(definition.Validate);
        Assert.Equal(13, error.Errors.Count);
        Assert.DoesNotContain(Token, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_StandNowhereInTheClear()
    {
        string secret = WebhookSignature.NewSecret();
        AnalyticsEngine engine = await _fixture.OpenAsync();
        WebhookDefinition definition = _fixture.Definition with { Secret = secret, Headers = new Dictionary<string, string> { ["Authorization"] = Token } };
        Webhook webhook = await engine.Webhooks.CreateAsync(definition);
        await engine.Webhooks.TestAsync(webhook.Id);
        Assert.Equal(Token, Assert.Single(_fixture.Endpoint.Requests).Headers["Authorization"]);
        Assert.Equal(WebhookDefinition.Masked, webhook.Definition.Headers["Authorization"]);
        Assert.Null(webhook.Definition.Secret);

        await using var store = await _fixture.OpenStoreAsync();
        var log = new AuditLog(store, _fixture.Time);
        List<string> seen = [webhook.ToString(), definition.ToString(), definition.ToJson(), (await engine.Webhooks.ListAsync())[0].Definition.ToJson()];
        await foreach (AuditRecord record in log.ReadAsync())
        {
            seen.Add(record.ToString() + string.Join(' ', record.Entry.Details.Select(detail => detail.Value.ToString())));
        }

        await store.CheckpointAsync();
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(_fixture.Path)!).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            seen.Add(System.Text.Encoding.Latin1.GetString(bytes.ToArray()));
        }

        Assert.True(seen.Count > 5);
        Assert.All(seen, text => Assert.DoesNotContain(Token, text, StringComparison.Ordinal));
        Assert.All(seen, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.All(seen, text => Assert.DoesNotContain(secret["whsec_".Length..], text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Update_WithWhatWasRead_KeepsTheSecrets()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Headers = new Dictionary<string, string> { ["Authorization"] = Token, ["X-Old"] = "1" } });
        string secret = await engine.Webhooks.GetSecretAsync(webhook.Id);
        Webhook changed = await engine.Webhooks.UpdateAsync(webhook.Id, webhook.Definition with
        {
            Name = "renamed",
            Headers = new Dictionary<string, string> { ["authorization"] = WebhookDefinition.Masked, ["X-New"] = "2" },
        });
        await engine.Webhooks.TestAsync(webhook.Id);
        Received request = Assert.Single(_fixture.Endpoint.Requests);
        Assert.Equal((Token, "2", false), (request.Headers["Authorization"], request.Headers["X-New"], request.Headers.ContainsKey("X-Old")));
        Assert.Equal(("renamed", 2, secret), (changed.Definition.Name, changed.Version, await engine.Webhooks.GetSecretAsync(webhook.Id)));
        await Assert.ThrowsAsync<InvalidOptionsException>(() => engine.Webhooks.UpdateAsync(webhook.Id, changed.Definition with { Headers = new Dictionary<string, string> { ["X-Unknown"] = WebhookDefinition.Masked } }));
    }

    [Fact]
    public async Task Life_OfAWebhook_IsAudited()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        await engine.Webhooks.UpdateAsync(webhook.Id, webhook.Definition with { Name = "n" });
        await engine.Webhooks.EnableAsync(webhook.Id, false);
        await engine.Webhooks.EnableAsync(webhook.Id);
        await engine.Webhooks.GetSecretAsync(webhook.Id);
        await engine.Webhooks.RotateSecretAsync(webhook.Id, TimeSpan.Zero);
        await engine.Webhooks.TestAsync(webhook.Id);
        await engine.Webhooks.RedeliverAsync(webhook.Id);
        Assert.True(await engine.Webhooks.DeleteAsync(webhook.Id));
        Assert.False(await engine.Webhooks.DeleteAsync(webhook.Id));
        Assert.Null(await engine.Webhooks.GetAsync(webhook.Id));
        Assert.Empty(await engine.Webhooks.ListAsync());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => engine.Webhooks.TestAsync(webhook.Id));

        await using var store = await _fixture.OpenStoreAsync();
        var actions = new List<string>();
        await foreach (AuditRecord record in new AuditLog(store, _fixture.Time).ReadAsync(new AuditFilter { Target = "webhook:" + webhook.Id }))
        {
            actions.Add(record.Entry.Action);
        }

        Assert.Equal(["webhook.create", "webhook.update", "webhook.disable", "webhook.enable", "webhook.read_secret", "webhook.rotate_secret", "webhook.test", "webhook.redeliver", "webhook.delete"], actions);
    }

    // The example of the Standard Webhooks specification's own test suites.
    [Fact]
    public void Sign_OfTheStandardsExample_GivesItsSignature()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        byte[] payload = """{"test": 2432232314}"""u8.ToArray();
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Sign(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, payload));
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        bool Verify(string signatures, DateTimeOffset at) => WebhookSignature.Verify(Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", signatures, payload, at);
        Assert.True(Verify("v1,AAAA v1a,xx v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", now));
        Assert.False(Verify("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", now));
        Assert.False(Verify("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", now));
        Assert.False(Verify("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", now.AddSeconds(301)));
        Assert.False(Verify("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", now.AddSeconds(-301)));
    }
}
