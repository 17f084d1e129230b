using Shannon.Analytics.Integrations.ApiKeys;
using Shannon.Analytics.Integrations.Webhooks;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The integration part of the functional specification: what other systems are told, and how they are let in. Nothing touches the network.</summary>
public class IntegrationScenarioTests
{
    [Fact]
    public async Task Webhook_OfTheSpecification_HasAnId_AndHidesItsHeader()
    {
        await using Scenario scenario = await Scenario.OpenAsync();
        Webhook webhook = await scenario.Engine.Webhooks.CreateAsync(WebhookDefinition.FromJson("""
            {
              "url": "https://example.com/analytics",
              "events": ["session_complete", "error_threshold", "cost_alert"],
              "headers": {"Authorization": "Bearer test"},
              "retry_policy": {"max_retries": 3, "backoff": "exponential"}
            }
            """));
        Assert.NotEmpty(webhook.Id);
        Assert.DoesNotContain("Bearer test", webhook.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, (await scenario.Engine.Webhooks.GetAsync(webhook.Id))!.Definition.RetryPolicy.MaxRetries);
    }

    [Fact]
    public async Task ApiKey_OfTheSpecification_LetsInWhoShowsIt()
    {
        await using Scenario scenario = await Scenario.OpenAsync();
        NewApiKey key = await scenario.Engine.ApiKeys.CreateAsync(ApiKeyDefinition.FromJson("""
            {"name": "External Dashboard", "permissions": ["read:metrics", "read:reports"], "rate_limit": 1000, "expires_in_days": 90}
            """));
        Assert.NotEmpty(key.Key);
        Assert.True((await scenario.Engine.ApiKeys.AuthorizeAsync(key.Key, "read:metrics")).IsAllowed);
        Assert.False((await scenario.Engine.ApiKeys.AuthorizeAsync(key.Key, "write:metrics")).IsAllowed);
    }
}
