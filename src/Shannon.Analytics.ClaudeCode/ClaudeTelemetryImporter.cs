using System.Globalization;
using Shannon.Analytics.ClaudeCode.Telemetry;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// Stores what Claude Code sends by OpenTelemetry: payloads of OTLP over HTTP in JSON (<c>OTEL_EXPORTER_OTLP_PROTOCOL=http/json</c>), logs and metrics alike.
/// A request, tool use or error that a live session or a transcript tells of, too, becomes one record with it, whoever comes first; see
/// <see cref="RecordSources"/>. Texts of prompts, responses, tools and errors are never stored, whatever the payload holds. Sending a payload again changes
/// nothing. Thread-safe.
/// </summary>
public sealed class ClaudeTelemetryImporter
{
    private readonly IMetricStore _store;
    private readonly ClaudeTelemetryOptions _options;
    private readonly TelemetryMapper _mapper;

    /// <summary>Makes an importer.</summary>
    /// <param name="store">Where records go. The caller goes on owning it.</param>
    /// <param name="options">How to import; <see langword="null"/> for the defaults.</param>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public ClaudeTelemetryImporter(IMetricStore store, ClaudeTelemetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new ClaudeTelemetryOptions();
        _options.Validate();
        _mapper = new TelemetryMapper(_options);
    }

    /// <summary>Imports one payload.</summary>
    /// <param name="utf8Json">The body of a request to <c>/v1/logs</c> or <c>/v1/metrics</c>, decompressed.</param>
    /// <param name="cancellationToken">Gives up; sending the payload again later counts nothing twice.</param>
    /// <returns>What was done. Unknown and malformed events are counted there; they stop nothing.</returns>
    /// <exception cref="TelemetryFormatException">The payload is no OTLP in JSON, or too long. Nothing was stored.</exception>
    /// <exception cref="Diagnostics.StoreException">The store could not write. Send the payload again.</exception>
    public async Task<ClaudeTelemetryResult> ImportAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        if (utf8Json.Length > _options.MaxPayloadBytes)
        {
            throw TooLong(utf8Json.Length);
        }

        var tally = new TelemetryTally();
        List<MetricInput> records = _mapper.Map(utf8Json, tally);
        await _store.InitializeAsync(cancellationToken).ConfigureAwait(false);
        AppendResult stored = records.Count == 0 ? default : await _store.AppendBatchAsync(records, _options.IsHistory ? AppendOptions.History : AppendOptions.Live, cancellationToken).ConfigureAwait(false);
        return tally.ToResult(stored);
    }

    /// <inheritdoc cref="ImportAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="utf8Json">The body of a request to <c>/v1/logs</c> or <c>/v1/metrics</c>, decompressed; read to its end and left open.</param>
    /// <param name="cancellationToken">Gives up; sending the payload again later counts nothing twice.</param>
    public async Task<ClaudeTelemetryResult> ImportFromAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        using var payload = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (await utf8Json.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (payload.Length + read > _options.MaxPayloadBytes)
            {
                throw TooLong(payload.Length + read);
            }

            payload.Write(buffer, 0, read);
        }

        return await ImportAsync(payload.GetBuffer().AsMemory(0, (int)payload.Length), cancellationToken).ConfigureAwait(false);
    }

    private TelemetryFormatException TooLong(long bytes) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The payload has {bytes} bytes or more; MaxPayloadBytes allows {_options.MaxPayloadBytes}. Nothing was stored. Let the client export more often, or raise ClaudeTelemetryOptions.MaxPayloadBytes."));
}
