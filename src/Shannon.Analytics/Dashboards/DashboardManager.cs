using System.Runtime.CompilerServices;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Dashboards.Rendering;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Dashboards;

/// <summary>Dashboards kept in the state store of an engine.</summary>
/// <param name="store">Where the data comes from.</param>
/// <param name="aggregator">Computes it.</param>
/// <param name="realtime">The engine's hub; throws while real-time processing is off.</param>
/// <param name="stopping">The engine is disposed.</param>
internal sealed class DashboardManager(IMetricStore store, IMetricsAggregator aggregator, Func<RealtimeHub> realtime, CancellationToken stopping) : IDashboards
{
    private const string Kind = "dashboard";
    private readonly WidgetRenderer _renderer = new(store, aggregator, realtime);

    private IStateStore State => store as IStateStore
        ?? throw new NotSupportedException($"{store.GetType().Name} keeps no state, so it cannot keep dashboards. Use a store that also implements IStateStore, such as SqliteStore.");

    public async Task<Dashboard> CreateAsync(DashboardDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        string id = "dashboard_" + Guid.NewGuid().ToString("N");
        await State.ApplyAsync([StateChange.Put(Kind, id, definition.ToJson(), expectedVersion: 0)], cancellationToken).ConfigureAwait(false);
        return await FindAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Dashboard?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return await State.GetStateAsync(Kind, id, cancellationToken).ConfigureAwait(false) is { } entry ? Read(entry) : null;
    }

    public async Task<IReadOnlyList<Dashboard>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await State.ListStateAsync(Kind, cancellationToken).ConfigureAwait(false)).Select(Read).OrderBy(dashboard => dashboard.Name, StringComparer.Ordinal).ThenBy(dashboard => dashboard.Id, StringComparer.Ordinal)];

    public async Task<Dashboard> UpdateAsync(string id, DashboardDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        Dashboard known;
        do
        {
            known = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        }
        while (!await State.ApplyAsync([StateChange.Put(Kind, id, definition.ToJson(), known.Version)], cancellationToken).ConfigureAwait(false));
        return await FindAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        while (await GetAsync(id, cancellationToken).ConfigureAwait(false) is { } known)
        {
            if (await State.ApplyAsync([StateChange.Delete(Kind, id, known.Version)], cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    public async Task<DashboardData> GetDashboardDataAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        realtime();
        return await RenderAsync(await FindAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<DashboardData> WatchDashboardAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        realtime();
        return WatchAsync(id, cancellationToken);
    }

    private static Dashboard Read(StateEntry entry) => new(entry.Id, DashboardDefinition.FromJson(entry.Value), entry.Version, entry.UpdatedAt);

    private async IAsyncEnumerable<DashboardData> WatchAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dashboard? dashboard = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(dashboard.Definition.RefreshInterval, store.TimeProvider);
        using CancellationTokenRegistration stop = stopping.UnsafeRegister(static state => ((PeriodicTimer)state!).Dispose(), timer);
        while (dashboard is not null)
        {
            timer.Period = dashboard.Definition.RefreshInterval;
            yield return await RenderAsync(dashboard, cancellationToken).ConfigureAwait(false);
            if (!await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                yield break;
            }

            dashboard = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DashboardData> RenderAsync(Dashboard dashboard, CancellationToken cancellationToken)
    {
        DateTimeOffset now = store.TimeProvider.GetUtcNow();
        var widgets = new List<WidgetData>();
        foreach (DashboardWidget widget in dashboard.Definition.Widgets)
        {
            widgets.Add(await _renderer.RenderAsync(widget, now, cancellationToken).ConfigureAwait(false));
        }

        return new DashboardData { DashboardId = dashboard.Id, Name = dashboard.Name, Timestamp = now, Widgets = widgets };
    }

    private async Task<Dashboard> FindAsync(string id, CancellationToken cancellationToken) =>
        await GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new KeyNotFoundException("There is no dashboard of this id; Dashboards.ListAsync lists them.");
}
