using System.Globalization;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>What reaches an endpoint, when, and how often.</summary>
public sealed class WebhookDeliveryTests : IAsyncDisposable
{
    private readonly WebhookFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Publish_ToAHealthyEndpoint_ArrivesSignedWithItsHeaders()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer test" } });
        string id = await engine.Webhooks.PublishAsync(new WebhookEvent("deploy.finished", """{"version":"1.2"}"""));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);

        Received request = Assert.Single(_fixture.Endpoint.Requests);
        Assert.Equal(("/hook", id, "Bearer test", "application/json"), (request.Path, request.Id, request.Headers["Authorization"], request.Headers["Content-Type"]));
        Assert.Equal("""{"type":"deploy.finished","timestamp":"2026-03-01T12:00:00Z","data":{"version":"1.2"}}""".Replace("2026-03-01T12:00:00Z", Text(_fixture.Time.GetUtcNow()), StringComparison.Ordinal), request.Text);
        string secret = await engine.Webhooks.GetSecretAsync(webhook.Id);
        Assert.True(WebhookSignature.Verify(secret, request.Id, request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body, _fixture.Time.GetUtcNow()));
        WebhookDelivery delivery = Assert.Single(await engine.Webhooks.ListDeliveriesAsync(webhook.Id));
        Assert.Equal((id, 1, WebhookOutcome.Delivered, 204), (delivery.EventId, delivery.Attempt, delivery.Outcome, delivery.StatusCode!.Value));
    }

    [Theory]
    [InlineData(WebhookBackoff.Exponential, 0, 1, 3, 7)]
    [InlineData(WebhookBackoff.Linear, 0, 1, 3, 6)]
    [InlineData(WebhookBackoff.Fixed, 0, 1, 2, 3)]
    public async Task Publish_ToAFailingEndpoint_IsTriedByThePolicyUnderOneId_ThenGivenUp(WebhookBackoff backoff, params int[] seconds)
    {
        _fixture.Endpoint.Always("500 Broken");
        AnalyticsEngine engine = await _fixture.OpenAsync();
        DateTimeOffset start = _fixture.Time.GetUtcNow();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { RetryPolicy = new() { MaxRetries = 3, Backoff = backoff, Jitter = 0 } });
        string id = await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}") { Key = "1" });
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).DeadLettered == 1, "given up", seconds: 20);

        Assert.Equal([id, id, id, id], _fixture.Endpoint.Requests.Select(request => request.Id));
        IReadOnlyList<WebhookDelivery> log = await engine.Webhooks.ListDeliveriesAsync(webhook.Id);
        Assert.Equal([4, 3, 2, 1], log.Select(delivery => delivery.Attempt));
        Assert.Equal(seconds, log.Reverse().Select(delivery => (int)(delivery.StartedAt - start).TotalSeconds));
        Assert.All(_fixture.Endpoint.Requests, request => Assert.Equal(_fixture.Endpoint.Requests[0].Text, request.Text));
        WebhookDeadLetter letter = Assert.Single(await engine.Webhooks.ListDeadLettersAsync(webhook.Id));
        Assert.Equal((id, WebhookDeadLetterReason.RetriesExhausted, 4, "{}"), (letter.EventId, letter.Reason, letter.Attempts, letter.Data));

        _fixture.Endpoint.Always("200 OK");
        Assert.Equal(1, await engine.Webhooks.RedeliverAsync(webhook.Id));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        Assert.Equal(id, _fixture.Endpoint.Requests[^1].Id);
        Assert.Empty(await engine.Webhooks.ListDeadLettersAsync(webhook.Id));
    }

    [Fact]
    public async Task RetryAfter_IsHonoured_AndHoldsBackWhatFollows()
    {
        int calls = 0;
        _fixture.Endpoint.Answer = (_, stream, token) => Interlocked.Increment(ref calls) == 1
            ? HostileEndpoint.SayAsync(stream, "429 Slow down", token, "Retry-After: 120")
            : HostileEndpoint.SayAsync(stream, "200 OK", token);
        AnalyticsEngine engine = await _fixture.OpenAsync();
        DateTimeOffset start = _fixture.Time.GetUtcNow();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { MaxConcurrency = 4 });
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        WebhookStatus waiting = await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.FailedAttempts == 1);
        Assert.Equal((WebhookState.Waiting, start.AddSeconds(120)), (waiting.State, waiting.WaitsUntil));

        await engine.Webhooks.PublishAsync(new WebhookEvent("a.c", "{}"));
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 2, "both delivered", seconds: 130);
        Assert.All((await engine.Webhooks.ListDeliveriesAsync(webhook.Id)).Take(2), delivery => Assert.InRange((delivery.StartedAt - start).TotalSeconds, 120, 122));
    }

    [Fact]
    public async Task Gone_DisablesTheWebhook_AndLosesNothing()
    {
        _fixture.Endpoint.Always("410 Gone");
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        string[] ids = [await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}")), await engine.Webhooks.PublishAsync(new WebhookEvent("a.c", "{}"))];
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status is { DeadLettered: 2, State: WebhookState.Disabled });

        Assert.Single(_fixture.Endpoint.Requests);
        Assert.Equal("gone", (await engine.Webhooks.GetAsync(webhook.Id))!.DisabledReason);
        Assert.Equal([(ids[0], WebhookDeadLetterReason.Gone), (ids[1], WebhookDeadLetterReason.Disabled)], (await engine.Webhooks.ListDeadLettersAsync(webhook.Id)).OrderBy(letter => Array.IndexOf(ids, letter.EventId)).Select(letter => (letter.EventId, letter.Reason)));

        _fixture.Endpoint.Always("200 OK");
        Webhook enabled = await engine.Webhooks.EnableAsync(webhook.Id);
        Assert.Null(enabled.DisabledReason);
        Assert.Equal(2, await engine.Webhooks.RedeliverAsync(webhook.Id));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 2);
    }

    [Fact]
    public async Task CircuitBreaker_AfterFailuresInARow_WaitsAndThenSendsOne()
    {
        _fixture.Endpoint.Always("500 Broken");
        AnalyticsEngine engine = await _fixture.OpenAsync();
        DateTimeOffset start = _fixture.Time.GetUtcNow();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with
        {
            MaxConcurrency = 8,
            RetryPolicy = new() { MaxRetries = 50, Backoff = WebhookBackoff.Fixed, Jitter = 0 },
            CircuitBreaker = new() { FailureThreshold = 3, BreakDuration = TimeSpan.FromSeconds(60) },
        });
        for (int i = 0; i < 3; i++)
        {
            await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        }

        WebhookStatus open = await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.FailedAttempts == 3);
        Assert.Equal((WebhookState.Waiting, start.AddSeconds(60), 3), (open.State, open.WaitsUntil, open.FailuresInARow));
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).FailedAttempts == 4, "one more", seconds: 70);
        Assert.Equal(4, _fixture.Endpoint.Requests.Count);

        _fixture.Endpoint.Always("200 OK");
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 3, "healed", seconds: 70);
        Assert.Equal((WebhookState.Active, 0), ((await engine.Webhooks.GetStatusAsync(webhook.Id)).State, (await engine.Webhooks.GetStatusAsync(webhook.Id)).FailuresInARow));
    }

    [Fact]
    public async Task MaxConcurrency_OfOne_KeepsTheOrderThroughFailures()
    {
        _fixture.Endpoint.InTurn("500 Broken", "503 Busy", "200 OK", "500 Broken", "200 OK");
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => engine.Webhooks.PublishAsync(new WebhookEvent("a.b", FormattableString.Invariant($$"""{"i":{{i}}}""")))));
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 20, "all delivered", seconds: 60);
        Assert.Equal(20, ids.Distinct().Count());
        Assert.Equal(23, _fixture.Endpoint.Requests.Count);

        // Each id is followed by others only once it has been taken.
        string[] order = [.. _fixture.Endpoint.Requests.Select(request => request.Id)];
        Assert.Equal(order.Distinct(), order.Where((id, i) => i == 0 || order[i - 1] != id));
    }

    [Fact]
    public async Task MaxConcurrency_OfMany_OvertakesOneThatHangs()
    {
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Endpoint.Answer = async (request, stream, token) =>
        {
            if (request.Type == "a.slow")
            {
                await hang.Task.WaitAsync(token);
            }

            await HostileEndpoint.SayAsync(stream, "200 OK", token);
        };
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { MaxConcurrency = 2 });
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.slow", "{}"));
        for (int i = 0; i < 5; i++)
        {
            await engine.Webhooks.PublishAsync(new WebhookEvent("a.quick", "{}"));
        }

        WebhookStatus status = await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 5);
        Assert.Equal(1, status.Pending);
        hang.SetResult();
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 6);
    }

    [Fact]
    public async Task Timeout_OfAnEndpointThatHangs_EndsTheAttempt()
    {
        _fixture.Endpoint.Answer = (_, _, token) => Task.Delay(Timeout.Infinite, token);
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { RetryPolicy = new() { MaxRetries = 0 }, Timeout = TimeSpan.FromSeconds(5) });
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await Until.True(() => _fixture.Endpoint.Requests.Count == 1, "asked");
        Assert.Equal(0, (await engine.Webhooks.GetStatusAsync(webhook.Id)).FailedAttempts);
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.DeadLettered == 1);
        Assert.Equal(WebhookOutcome.TimedOut, Assert.Single(await engine.Webhooks.ListDeliveriesAsync(webhook.Id)).Outcome);
    }

    [Fact]
    public async Task Timeout_OfAnEndpointThatDripsHeaders_EndsTheAttempt()
    {
        _fixture.Endpoint.Answer = async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), token);
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, token);
            }
        };
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { RetryPolicy = new() { MaxRetries = 0 }, Timeout = TimeSpan.FromSeconds(5) });
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await Until.True(() => _fixture.Endpoint.Requests.Count == 1, "asked");
        Assert.Equal(0, (await engine.Webhooks.GetStatusAsync(webhook.Id)).FailedAttempts);
        _fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.DeadLettered == 1);
        Assert.Equal(WebhookOutcome.TimedOut, Assert.Single(await engine.Webhooks.ListDeliveriesAsync(webhook.Id)).Outcome);
    }

    [Fact]
    public async Task Body_OfAGigabyte_IsNotTaken()
    {
        _fixture.Endpoint.Answer = (_, stream, token) => _fixture.Endpoint.PourAsync(stream, 1L << 30, token);
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        await Task.WhenAny(Until.True(() => _fixture.Endpoint.Sent >= 32 << 20, "taken"), Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System));
        Assert.InRange(_fixture.Endpoint.Sent, 0, 32 << 20);
    }

    [Fact]
    public async Task Redirect_ToAMetadataAddress_IsNotFollowed()
    {
        _fixture.Endpoint.Always("302 Found", "Location: http://169.254.169.254/latest/meta-data/");
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { RetryPolicy = new() { MaxRetries = 0 } });
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.DeadLettered == 1);
        Assert.Equal((WebhookOutcome.Rejected, 302), (await engine.Webhooks.ListDeliveriesAsync(webhook.Id)) is [var only] ? (only.Outcome, only.StatusCode) : default);
        Assert.All(_fixture.Network.Dials, dial => Assert.Equal(_fixture.Endpoint.Address, dial));
        Assert.Single(_fixture.Endpoint.Requests);
    }

    [Fact]
    public async Task Restart_WithEventsWaiting_GoesOnWhereItStood()
    {
        _fixture.Endpoint.Always("500 Broken");
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        string[] ids = [await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}")), await engine.Webhooks.PublishAsync(new WebhookEvent("a.c", "{}"))];
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.FailedAttempts == 1);
        await _fixture.CloseAsync(engine);

        _fixture.Endpoint.Always("200 OK");
        engine = await _fixture.OpenAsync();
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 2, "both delivered", seconds: 30);
        Assert.Equal([ids[0], ids[0], ids[1]], _fixture.Endpoint.Requests.Select(request => request.Id));
        Assert.Equal([1, 2, 1], (await engine.Webhooks.ListDeliveriesAsync(webhook.Id)).Reverse().Select(delivery => delivery.Attempt));
    }

    [Fact]
    public async Task Processes_OverOneFile_SendEachEventOnce()
    {
        AnalyticsEngine first = await _fixture.OpenAsync();
        AnalyticsEngine second = await _fixture.OpenAsync();
        Webhook webhook = await first.Webhooks.CreateAsync(_fixture.Definition);
        for (int i = 0; i < 10; i++)
        {
            await (i % 2 == 0 ? first : second).Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        }

        await _fixture.AdvanceUntilAsync(async () => (await second.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 10, "all delivered", seconds: 30);
        await _fixture.CloseAsync(first);
        await second.RunBackgroundPassAsync(TestContext.Current.CancellationToken);
        await second.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await _fixture.AdvanceUntilAsync(async () => (await second.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 11, "taken over", seconds: 120);
        Assert.Equal(11, _fixture.Endpoint.Requests.Select(request => request.Id).Distinct().Count());
        Assert.Equal(11, _fixture.Endpoint.Requests.Count);
    }

    [Fact]
    public async Task Webhook_MadeLater_IsNotSentWhatHappenedBefore()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook slow = await engine.Webhooks.CreateAsync(_fixture.Definition with { IsEnabled = false });
        string before = await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        string after = await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        await WebhookFixture.UntilAsync(engine, slow.Id, status => status.DeadLettered == 2);
        Assert.Equal(after, Assert.Single(_fixture.Endpoint.Requests).Id);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Outbox_OnceAllHaveWhatTheyNeed_IsEmptied()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        Webhook other = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["cost_alert"] });
        for (int i = 0; i < 5; i++)
        {
            await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        }

        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 5);
        await using var store = await _fixture.OpenStoreAsync();
        await _fixture.AdvanceUntilAsync(async () => (await store.ReadLogAsync("outbox", 0, 100)).Count == 0, "emptied", seconds: 300);
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 6);
        Assert.Equal(0, (await engine.Webhooks.GetStatusAsync(other.Id)).Delivered);
    }

    [Fact]
    public async Task Rotate_WithAnOverlap_SignsWithBoth_ThenWithTheNewOneAlone()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition);
        string old = await engine.Webhooks.GetSecretAsync(webhook.Id);
        string next = await engine.Webhooks.RotateSecretAsync(webhook.Id, TimeSpan.FromHours(1));
        await engine.Webhooks.TestAsync(webhook.Id);
        _fixture.Time.Advance(TimeSpan.FromHours(2));
        await engine.Webhooks.TestAsync(webhook.Id);

        bool Accepts(string secret, Received request) => WebhookSignature.Verify(secret, request.Id, request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body, DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"], CultureInfo.InvariantCulture)));
        Received[] tests = [.. _fixture.Endpoint.Requests];
        Assert.Equal([true, true, false, true], [Accepts(old, tests[0]), Accepts(next, tests[0]), Accepts(old, tests[1]), Accepts(next, tests[1])]);
        Assert.Equal(next, await engine.Webhooks.GetSecretAsync(webhook.Id));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
