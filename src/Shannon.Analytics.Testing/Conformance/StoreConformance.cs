using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>
/// What every store promises, as checks that need no test framework: derive from it, say how a store is opened, and run every name of
/// <see cref="CheckNames"/> with a fresh object, for example as the rows of one parameterised test. Each object stands for one database, empty at first.
/// Not thread-safe.
/// </summary>
public abstract class StoreConformance : IAsyncDisposable
{
    private static readonly SortedDictionary<string, Func<StoreConformance, Task>> Checks = new(
        AppendChecks.All.Concat(KeyChecks.All).Concat(PagingChecks.All).Concat(QueryChecks.All).Concat(PredicateChecks.All).Concat(RemovalChecks.All).Concat(StateChecks.All).Concat(LeaseChecks.All)
            .ToDictionary(check => check.Key, check => check.Value, StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>The names of all checks, ordered.</summary>
    public static IReadOnlyCollection<string> CheckNames => Checks.Keys;

    /// <summary>
    /// Whether <see cref="OpenAsync"/> may be called again while a store is open, and gives another object over the same database, as a second
    /// process would have. <see langword="true"/> by default.
    /// </summary>
    public virtual bool SharesDatabase => true;

    /// <summary>The clock that stores must be opened with. It stands still but for the checks' own doing.</summary>
    protected internal TimeProvider TimeProvider => Clock;

    internal ManualClock Clock { get; } = new();

    /// <summary>Runs a check.</summary>
    /// <param name="name">One of <see cref="CheckNames"/>.</param>
    /// <param name="cancellationToken">Gives up before the check begins.</param>
    /// <exception cref="ConformanceException">The store broke the promise.</exception>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public async Task RunAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Checks.TryGetValue(name, out Func<StoreConformance, Task>? check))
        {
            throw new ArgumentException($"There is no check '{name}'. CheckNames lists them.", nameof(name));
        }

        try
        {
            await check(this).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new ConformanceException($"{name}: {error.Message}", error);
        }
    }

    /// <summary>Closes what <see cref="OpenAsync"/> opened and removes the database.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Opens a store over this object's database, with <see cref="TimeProvider"/> and without filters, and initialises it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    protected internal abstract Task<IMetricStore> OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings what is stored into its final form, such as sealed segments. Checks of queries run before and after it. Does nothing by default.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected internal virtual Task SettleAsync(IMetricStore store, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>The state store that belongs to a metric store. By default the same object.</summary>
    /// <param name="store">The store.</param>
    protected internal virtual IStateStore StateOf(IMetricStore store) =>
        store as IStateStore ?? throw new InvalidOperationException($"{store?.GetType().Name} is no state store; override {nameof(StateOf)} to say where state is kept.");
}
