using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Dashboards;

/// <summary>Keeps dashboards and fills them with data. Thread-safe.</summary>
public interface IDashboards
{
    /// <summary>Stores a new dashboard.</summary>
    /// <param name="definition">What it shows.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    Task<Dashboard> CreateAsync(DashboardDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Finds a dashboard.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The dashboard, or <see langword="null"/>.</returns>
    Task<Dashboard?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>All dashboards, ordered by name.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Dashboard>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes a dashboard.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="definition">What it shows from now on.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such dashboard.</exception>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    Task<Dashboard> UpdateAsync(string id, DashboardDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Deletes a dashboard.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Withdraws the request if the store has not taken it yet.</param>
    /// <returns><see langword="false"/> if there was none.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>What a dashboard shows now.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="KeyNotFoundException">There is no such dashboard.</exception>
    /// <exception cref="InvalidOperationException">Real-time processing is off.</exception>
    Task<DashboardData> GetDashboardDataAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// What a dashboard shows, now and after every refresh interval. Changes of the definition take effect with the next one. Ends when the dashboard is
    /// deleted or the engine disposed.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KeyNotFoundException">There is no such dashboard when reading begins.</exception>
    /// <exception cref="InvalidOperationException">Real-time processing is off.</exception>
    IAsyncEnumerable<DashboardData> WatchDashboardAsync(string id, CancellationToken cancellationToken = default);
}
