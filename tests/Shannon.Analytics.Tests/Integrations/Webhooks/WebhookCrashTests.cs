using Shannon.Analytics.Tests.Durability;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>A process that is killed in the middle of sending: all that was published arrives, under the ids it had.</summary>
public class WebhookCrashTests
{
    private const int Events = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public async Task Kill_BetweenTheAnswerAndItsNote_SendsAgainUnderTheSameId(int killedAt)
    {
        using var folder = new TempFolder();
        await using var endpoint = new HostileEndpoint();
        string path = folder.File("crash.db");
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ChildProcess? victim = null;
        int requests = 0;
        endpoint.Answer = async (_, stream, token) =>
        {
            if (Interlocked.Increment(ref requests) != killedAt)
            {
                await HostileEndpoint.SayAsync(stream, "200 OK", token);
                return;
            }

            // The endpoint has taken it; whether the answer still gets through or not, the sender dies before it can be sure to have noted it.
            await answered.Task.WaitAsync(token);
            await HostileEndpoint.SayAsync(stream, "200 OK", token);
            await victim!.KillAsync();
        };

        var published = new List<string>();
        await using (victim = CrashHosts.Start("webhook", path, endpoint.Url.ToString(), FormattableString.Invariant($"{Events}")))
        {
            while (await victim.ReadLineAsync() is { } line && line != "published")
            {
                published.Add(line);
            }

            answered.SetResult();
            await victim.WaitForExitAsync();
        }

        Assert.Equal(Events, published.Count);
        await using (ChildProcess successor = CrashHosts.Start("webhook", path, endpoint.Url.ToString(), "0"))
        {
            await successor.ExpectAsync("published");
            await Until.True(() => published.All(id => endpoint.Requests.Any(request => request.Id == id)) && endpoint.Requests.Count >= Events + (killedAt == Events ? 0 : 1), "all arrived");
            successor.WriteLine("close");
            Assert.Contains("dead 0", await successor.ReadLineAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await successor.WaitForExitAsync());
        }

        // At least once, in order, each under its one id, and at most the one whose answer was not noted twice.
        string[] arrived = [.. endpoint.Requests.Select(request => request.Id)];
        Assert.Equal(published, arrived.Distinct());
        Assert.InRange(arrived.Length, Events, Events + 1);
        Assert.All(arrived.GroupBy(id => id), group => Assert.InRange(group.Count(), 1, group.Key == published[killedAt - 1] ? 2 : 1));
        foreach (IGrouping<string, Received> copies in endpoint.Requests.GroupBy(request => request.Id))
        {
            Assert.Single(copies.Select(copy => copy.Text).Distinct());
        }
    }
}
