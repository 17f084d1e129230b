using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.ApiKeys;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;

namespace Shannon.Analytics.Tests.Integrations.ApiKeys;

/// <summary>Keys: what they let in, for how long, how often, and what of them is kept.</summary>
public sealed class ApiKeyTests : IAsyncDisposable
{
    private static readonly ApiKeyDefinition Dashboard = new() { Name = "External Dashboard", Permissions = ["read:metrics", "read:reports"], RateLimit = 1000, ExpiresAfter = TimeSpan.FromDays(90) };

    private readonly StoreSource _stores = new(inMemory: false);
    private readonly List<AnalyticsEngine> _engines = [];

    private FakeTimeProvider Time => _stores.Time;

    public async ValueTask DisposeAsync()
    {
        foreach (AnalyticsEngine engine in _engines)
        {
            await engine.DisposeAsync();
        }

        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task FromJson_OfTheSpecification_MakesAKeyThatIsShownOnce()
    {
        AnalyticsEngine engine = await OpenAsync();
        ApiKeyDefinition definition = ApiKeyDefinition.FromJson("""{"name": "External Dashboard", "permissions": ["read:metrics", "read:reports"], "rate_limit": 1000, "expires_in_days": 90}""");
        Assert.Equal((Dashboard.Name, Dashboard.RateLimit, Dashboard.ExpiresAfter), (definition.Name, definition.RateLimit, definition.ExpiresAfter));
        NewApiKey made = await engine.ApiKeys.CreateAsync(definition);
        Assert.Matches("^sak_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$", made.Key);
        Assert.StartsWith(made.Info.Prefix, made.Key, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Key, made.ToString(), StringComparison.Ordinal);
        ApiKey kept = Assert.Single(await engine.ApiKeys.ListAsync());
        Assert.Equal((made.Id, Time.GetUtcNow().AddDays(90)), (kept.Id, kept.ExpiresAt));
        Assert.DoesNotContain(made.Key, kept.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read:metrics", "read:metrics", true)]
    [InlineData("read:metrics", "read:reports", false)]
    [InlineData("read:metrics", "write:metrics", false)]
    [InlineData("read:*", "read:reports", true)]
    [InlineData("read:*", "write:metrics", false)]
    [InlineData("write:metrics", "read:metrics", false)]
    [InlineData("admin:*", "write:metrics", true)]
    [InlineData("admin:*", "admin:keys", true)]
    [InlineData("admin:keys", "read:metrics", false)]
    [InlineData("read:metric", "read:metrics", false)]
    public async Task Authorize_ByScope_AllowsWhatIsCovered(string granted, string needed, bool allowed)
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey made = await engine.ApiKeys.CreateAsync(Dashboard with { Permissions = [granted] });
        Assert.Equal(allowed, (await engine.ApiKeys.AuthorizeAsync(made.Key, needed)).IsAllowed);
    }

    [Fact]
    public async Task Authorize_OfWhatIsWrong_AnswersAlike()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey good = await engine.ApiKeys.CreateAsync(Dashboard);
        NewApiKey disabled = await engine.ApiKeys.CreateAsync(Dashboard with { IsEnabled = false });
        NewApiKey revoked = await engine.ApiKeys.CreateAsync(Dashboard);
        await engine.ApiKeys.RevokeAsync(revoked.Id);
        NewApiKey deleted = await engine.ApiKeys.CreateAsync(Dashboard);
        Assert.True(await engine.ApiKeys.DeleteAsync(deleted.Id));
        NewApiKey expired = await engine.ApiKeys.CreateAsync(Dashboard with { ExpiresAfter = TimeSpan.FromMinutes(1) });
        Time.Advance(TimeSpan.FromMinutes(1));
        string otherSecret = KeyText.NewKey(good.Key.Substring(4, 12));
        string unknown = KeyText.NewKey(KeyText.NewName());
        string mistyped = good.Key[..20] + (good.Key[20] == 'a' ? 'b' : 'a') + good.Key[21..];

        ApiKeyDecision[] denied = await Task.WhenAll(new[] { null, "", "x", good.Key + "0", " " + good.Key, mistyped, otherSecret, unknown, disabled.Key, revoked.Key, deleted.Key, expired.Key }.Select(key => engine.ApiKeys.AuthorizeAsync(key, "read:metrics")));
        Assert.All(denied, decision => Assert.Equal(new ApiKeyDecision(), decision));
        Assert.Equal(new ApiKeyDecision(), await engine.ApiKeys.AuthorizeAsync(good.Key, "write:metrics"));
        Assert.Equal(new ApiKeyDecision { Outcome = ApiKeyOutcome.Allowed, KeyId = good.Id }, await engine.ApiKeys.AuthorizeAsync(good.Key, "read:metrics"));
    }

    [Fact]
    public async Task Authorize_BeyondTheLimit_WaitsForTheWindow_AlsoAfterARestart()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey made = await engine.ApiKeys.CreateAsync(Dashboard with { RateLimit = 5 });
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics")).IsAllowed);
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        ApiKeyDecision limited = await engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics");
        Assert.Equal((ApiKeyOutcome.RateLimited, made.Id), (limited.Outcome, limited.KeyId));
        Assert.InRange(limited.RetryAfter!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(57));
        await CloseAsync(engine);

        engine = await OpenAsync();
        Assert.Equal(ApiKeyOutcome.RateLimited, (await engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics")).Outcome);
        Time.Advance(limited.RetryAfter.Value);
        Assert.True((await engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics")).IsAllowed);
        Assert.Equal(ApiKeyOutcome.RateLimited, (await engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics")).Outcome);
    }

    // Against the plain oracle: the calls of the last hour.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Authorize_ByManyProcesses_NeverAllowsMoreWithinAnyHour(int seed)
    {
        AnalyticsEngine[] engines = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        const int Limit = 250;
        NewApiKey made = await engines[0].ApiKeys.CreateAsync(Dashboard with { RateLimit = Limit });
#pragma warning disable CA5394 // A seeded walk.
        var dice = new System.Random(seed);
        var allowed = new List<DateTimeOffset>();
        for (int i = 0; i < 2_000; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(dice.Next(0, 10) * (dice.Next(50) == 0 ? 200 : 1)));
            if ((await engines[dice.Next(3)].ApiKeys.AuthorizeAsync(made.Key, "read:metrics")).IsAllowed)
            {
                allowed.Add(Time.GetUtcNow());
            }
        }
#pragma warning restore CA5394

        int most = allowed.Max(end => allowed.Count(time => time <= end && time > end.AddHours(-1)));
        Assert.InRange(most, Limit * 9 / 10, Limit);
    }

    [Fact]
    public async Task Authorize_SideBySide_AllowsExactlyTheLimit()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey made = await engine.ApiKeys.CreateAsync(Dashboard with { RateLimit = 50 });
        ApiKeyDecision[] decisions = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics"))));
        Assert.Equal((50, 150), (decisions.Count(decision => decision.IsAllowed), decisions.Count(decision => decision.Outcome == ApiKeyOutcome.RateLimited)));
    }

    [Fact]
    public async Task Rotate_WithAnOverlap_AcceptsBoth_ThenTheNewOneAlone()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey first = await engine.ApiKeys.CreateAsync(Dashboard);
        NewApiKey second = await engine.ApiKeys.RotateAsync(first.Id, TimeSpan.FromHours(1));
        Assert.Equal(first.Id, second.Id);
        Assert.Equal([true, true], await AcceptAsync(engine, first, second));
        NewApiKey third = await engine.ApiKeys.RotateAsync(first.Id, TimeSpan.FromHours(1));
        Assert.Equal([false, true, true], await AcceptAsync(engine, first, second, third));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([false, false, true], await AcceptAsync(engine, first, second, third));
        NewApiKey fourth = await engine.ApiKeys.RotateAsync(first.Id, TimeSpan.Zero);
        Assert.Equal([false, true], await AcceptAsync(engine, third, fourth));
    }

    [Fact]
    public async Task Revoke_ByOneProcess_IsSeenByAnotherAtOnce()
    {
        AnalyticsEngine first = await OpenAsync();
        AnalyticsEngine second = await OpenAsync();
        NewApiKey made = await first.ApiKeys.CreateAsync(Dashboard);
        Assert.Equal([true], await AcceptAsync(second, made));
        ApiKey revoked = await first.ApiKeys.RevokeAsync(made.Id);
        Assert.Equal(Time.GetUtcNow(), revoked.RevokedAt);
        Assert.Equal([false], await AcceptAsync(second, made));
        Assert.Equal(revoked.RevokedAt, (await second.ApiKeys.RevokeAsync(made.Id)).RevokedAt);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.ApiKeys.EnableAsync(made.Id));
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.ApiKeys.RotateAsync(made.Id, TimeSpan.Zero));
    }

    [Fact]
    public async Task LastUsedAt_FollowsTheCalls_AndIsKept()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey limited = await engine.ApiKeys.CreateAsync(Dashboard);
        NewApiKey free = await engine.ApiKeys.CreateAsync(Dashboard with { RateLimit = null });
        Assert.Null((await engine.ApiKeys.GetAsync(limited.Id))!.LastUsedAt);
        await AcceptAsync(engine, limited, free);
        Time.Advance(TimeSpan.FromSeconds(5));
        await AcceptAsync(engine, limited, free);
        DateTimeOffset last = Time.GetUtcNow();
        await engine.ApiKeys.AuthorizeAsync(limited.Key, "write:metrics");
        Assert.Equal((last, last), ((await engine.ApiKeys.GetAsync(limited.Id))!.LastUsedAt!.Value, (await engine.ApiKeys.GetAsync(free.Id))!.LastUsedAt!.Value));
        await CloseAsync(engine);
        Time.Advance(TimeSpan.FromSeconds(5));
        engine = await OpenAsync();
        Assert.Equal((last, last), ((await engine.ApiKeys.GetAsync(limited.Id))!.LastUsedAt!.Value, (await engine.ApiKeys.GetAsync(free.Id))!.LastUsedAt!.Value));
    }

    [Fact]
    public async Task Update_ChangesWhatItAllows_AndKeepsTheKey()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey made = await engine.ApiKeys.CreateAsync(Dashboard);
        await engine.ApiKeys.UpdateAsync(made.Id, Dashboard with { Permissions = ["write:metrics"], ExpiresAfter = null });
        Assert.False((await engine.ApiKeys.AuthorizeAsync(made.Key, "read:metrics")).IsAllowed);
        Assert.True((await engine.ApiKeys.AuthorizeAsync(made.Key, "write:metrics")).IsAllowed);
        Assert.Null((await engine.ApiKeys.GetAsync(made.Id))!.ExpiresAt);
        await engine.ApiKeys.EnableAsync(made.Id, false);
        Assert.False((await engine.ApiKeys.AuthorizeAsync(made.Key, "write:metrics")).IsAllowed);
        await engine.ApiKeys.EnableAsync(made.Id);
        Assert.True((await engine.ApiKeys.AuthorizeAsync(made.Key, "write:metrics")).IsAllowed);
    }

    [Fact]
    public async Task Keys_StandNowhereInTheClear_AndEveryChangeIsAudited()
    {
        AnalyticsEngine engine = await OpenAsync();
        NewApiKey made = await engine.ApiKeys.CreateAsync(Dashboard);
        NewApiKey rotated = await engine.ApiKeys.RotateAsync(made.Id, TimeSpan.FromDays(1));
        await engine.ApiKeys.UpdateAsync(made.Id, Dashboard);
        await engine.ApiKeys.EnableAsync(made.Id, false);
        await engine.ApiKeys.EnableAsync(made.Id);
        await engine.ApiKeys.RevokeAsync(made.Id);
        await engine.ApiKeys.DeleteAsync(made.Id);
        SqliteStore store = await _stores.OpenAsync();
        var actions = new List<string>();
        await foreach (AuditRecord record in new AuditLog(store, Time).ReadAsync())
        {
            actions.Add(record.Entry.Action);
        }

        Assert.Equal(["api_key.create", "api_key.rotate", "api_key.update", "api_key.disable", "api_key.enable", "api_key.revoke", "api_key.delete"], actions);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(_stores.Path)!).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            string text = Encoding.Latin1.GetString(bytes.ToArray());
            Assert.All(new[] { made, rotated }, key => Assert.DoesNotContain(key.Key[17..], text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Validate_WithManyErrors_NamesAll()
    {
        var definition = new ApiKeyDefinition { Name = "", Permissions = ["raed:metrics", "read:", "write:Metrics"], RateLimit = 0, ExpiresAfter = TimeSpan.Zero };
        Assert.Equal(6, Assert.Throws<InvalidOptionsException>(definition.Validate).Errors.Count);
    }

    [Fact]
    public void NewKey_OfTenThousand_IsUniqueAndSpreadOverTheAlphabet()
    {
        string[] keys = [.. Enumerable.Range(0, 10_000).Select(_ => KeyText.NewKey(KeyText.NewName()))];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(key.Substring(4, 12), KeyText.NameOf(key)));
        Assert.Equal(62, keys.SelectMany(key => key.AsSpan(17, 43).ToArray()).Distinct().Count());

        // 43 of 62 letters.
        Assert.True(43 * Math.Log2(62) >= 256);
    }

    private static async Task<IEnumerable<bool>> AcceptAsync(AnalyticsEngine engine, params NewApiKey[] keys)
    {
        var accepted = new List<bool>();
        foreach (NewApiKey key in keys)
        {
            accepted.Add((await engine.ApiKeys.AuthorizeAsync(key.Key, "read:metrics")).IsAllowed);
        }

        return accepted;
    }

    private async Task<AnalyticsEngine> OpenAsync()
    {
        var engine = new AnalyticsEngine(_stores.New());
        await engine.InitializeAsync();
        _engines.Add(engine);
        return engine;
    }

    private async Task CloseAsync(AnalyticsEngine engine)
    {
        _engines.Remove(engine);
        await engine.DisposeAsync();
    }
}
