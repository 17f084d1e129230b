using System.Net;
using Shannon.Analytics.Integrations.Webhooks;

namespace Shannon.Analytics.CrashHost;

/// <summary>Publishes events for a webhook, made at the first run, and sends until it is killed or all is delivered. Events have one key over all runs.</summary>
internal static class WebhookCommand
{
    internal static async Task<int> RunAsync(string path, Uri url, int count)
    {
        var options = new AnalyticsEngineOptions { Webhooks = new WebhookOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")], AllowsPlainHttp = true } };
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(path, options);
        Webhook webhook = await engine.Webhooks.ListAsync() is [var made, ..] ? made : await engine.Webhooks.CreateAsync(new WebhookDefinition { Url = url, Events = ["*"] });
        for (int i = 0; i < count; i++)
        {
            // Awaited: from here on it must arrive, whatever happens.
            Console.WriteLine(await engine.Webhooks.PublishAsync(new WebhookEvent("crash.test", FormattableString.Invariant($$"""{"i":{{i}}}""")) { Key = FormattableString.Invariant($"{i}") }));
        }

        Console.WriteLine("published");
        await Console.In.ReadLineAsync();
        WebhookStatus status = await engine.Webhooks.GetStatusAsync(webhook.Id);
        Console.WriteLine(FormattableString.Invariant($"delivered {status.Delivered} pending {status.Pending} dead {status.DeadLettered}"));
        return 0;
    }
}
