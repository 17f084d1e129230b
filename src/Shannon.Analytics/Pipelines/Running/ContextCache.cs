namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Remembers answers of a context source for a run, failures for as long as they are asked for. Not thread-safe.</summary>
internal sealed class ContextCache<T>(Func<string, CancellationToken, ValueTask<T?>> find)
    where T : class
{
    private const int MostRemembered = 50_000;
    private readonly Dictionary<string, T?> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exception> _failed = new(StringComparer.Ordinal);

    internal async ValueTask LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.ContainsKey(id))
        {
            return;
        }

        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
            _failed.Clear();
        }

        try
        {
            _known[id] = await find(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            _failed[id] = error;
        }
    }

    internal bool TryGet(string id, out T? value) => _known.TryGetValue(id, out value);

    /// <summary>What is known; throws what asking for it threw.</summary>
    internal T? Get(string id)
    {
        if (_known.TryGetValue(id, out T? value))
        {
            return value;
        }

        return _failed.Remove(id, out Exception? error) ? throw new InvalidOperationException("The context source failed.", error) : null;
    }

    internal void Put(string id, T? value) => _known[id] = value;
}
