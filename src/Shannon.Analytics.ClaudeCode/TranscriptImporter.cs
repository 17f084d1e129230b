using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Importing;
using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// Imports Claude Code transcripts into a store: tokens and cost of each response once, sessions, tool uses, errors, lines of code,
/// compactions and response times. Message texts are never stored. Streams in bounded memory, remembers how far each file was read,
/// and gives every record a natural key, so that importing again, in parts, in another order or from copies changes nothing. Thread-safe.
/// </summary>
public sealed class TranscriptImporter
{
    private const int PageSize = 10_000;
    private readonly IMetricStore _store;
    private readonly IStateStore _state;
    private readonly TranscriptImportOptions _options;

    /// <summary>Makes an importer.</summary>
    /// <param name="store">Where records go. It must also be an <see cref="IStateStore"/>, in which file positions are kept. The caller goes on owning it.</param>
    /// <param name="options">How to import; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The store keeps no state.</exception>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public TranscriptImporter(IMetricStore store, TranscriptImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _state = store as IStateStore ?? throw new ArgumentException($"{store.GetType().Name} keeps no state, and an import must remember how far it read. Use a store that also implements IStateStore, such as SqliteStore.", nameof(store));
        _store = store;
        _options = options ?? new TranscriptImportOptions();
        _options.Validate();
    }

    /// <summary>
    /// The folders in which Claude Code keeps transcripts on this machine, as far as they exist: <c>projects</c> below each folder named by
    /// the environment variable <c>CLAUDE_CONFIG_DIR</c> (several are separated by commas), below <c>~/.config/claude</c> and below <c>~/.claude</c>.
    /// </summary>
    public static IReadOnlyList<string> FindDefaultFolders() =>
        TranscriptFinder.FindFolders(Environment.GetEnvironmentVariable("CLAUDE_CONFIG_DIR"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>
    /// Imports transcripts. What was imported stays when the import is cancelled or fails; the next one goes on from there. Several imports into one
    /// store at a time are safe, also in several processes; a file that two of them read is left to the faster one.
    /// </summary>
    /// <param name="paths">Files, or folders that are searched for <c>*.jsonl</c> at any depth.</param>
    /// <param name="progress">Receives the progress, on threads of the import.</param>
    /// <param name="cancellationToken">Stops the import at once.</param>
    /// <returns>What was done. Files that cannot be read are listed there; they stop nothing.</returns>
    /// <exception cref="ArgumentException">A path is empty.</exception>
    /// <exception cref="Diagnostics.StoreException">The store could not read or write.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TranscriptImportResult> ImportAsync(IEnumerable<string> paths, IProgress<TranscriptImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        await _store.InitializeAsync(cancellationToken).ConfigureAwait(false);
        return await ImportSpan.RunAsync(() => new ImportRun(_store, _state, _options).RunAsync(paths, progress, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads back the records that occur in certain files or folders, whatever else the store holds, and whichever copy of the files they were
    /// first imported from. Files that were deleted since are included; files never imported are not.
    /// </summary>
    /// <param name="paths">Files or folders that were imported.</param>
    /// <param name="query">Narrows further; its limit counts what is returned. <see langword="null"/> for everything.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">A path is empty, or the query is invalid.</exception>
    public async IAsyncEnumerable<MetricRecord> ReadRecordsAsync(IEnumerable<string> paths, MetricQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        query ??= MetricQuery.All;
        query.Validate();
        List<string> roots = [.. paths.Select(Path.GetFullPath)];
        await _store.InitializeAsync(cancellationToken).ConfigureAwait(false);
        HashSet<ulong> keys = await ReadKeysAsync(roots, cancellationToken).ConfigureAwait(false);
        long left = keys.Count == 0 ? 0 : query.Limit ?? long.MaxValue;
        if (left == 0)
        {
            yield break;
        }

        await foreach (MetricRecord record in StorePages.ReadAsync(_store, query with { Limit = null }, PageSize, cancellationToken).ConfigureAwait(false))
        {
            if (record.Key is { } key && keys.Contains(KeyWriter.Hash(key.Value)))
            {
                yield return record;
                if (--left == 0)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>
    /// Computes the cost of imported responses again, with the prices and the cost mode of the options, where the cost was computed or could not be
    /// computed. Costs that transcripts reported stay. A new cost replaces the record; importing the same transcripts again does not undo it.
    /// </summary>
    /// <param name="query">Narrows which responses; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops; what was done so far stays.</param>
    /// <exception cref="ArgumentException">The query is invalid.</exception>
    public async Task<RepriceResult> RepriceAsync(MetricQuery? query = null, CancellationToken cancellationToken = default)
    {
        await _store.InitializeAsync(cancellationToken).ConfigureAwait(false);
        var calculator = new CostCalculator(_options.Prices, _options.CostMode);
        return await new Repricer(_store, calculator).RunAsync((query ?? MetricQuery.All) with { Category = MetricCategory.Token }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HashSet<ulong>> ReadKeysAsync(List<string> roots, CancellationToken cancellationToken)
    {
        var keys = new HashSet<ulong>();
        foreach (StateEntry entry in await _state.ListStateAsync(FilePosition.Kind, cancellationToken).ConfigureAwait(false))
        {
            if (TranscriptFinder.Covers(roots, entry.Id) && StateJson.Read(entry.Value) is { } position)
            {
                await FileManifest.ReadAsync(_state, entry.Id, position, keys, cancellationToken).ConfigureAwait(false);
            }
        }

        return keys;
    }
}
