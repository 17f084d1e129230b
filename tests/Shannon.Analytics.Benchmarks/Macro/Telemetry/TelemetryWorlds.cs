using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>The worlds of a run, one per size.</summary>
/// <param name="folder">Where databases are kept between runs; <see langword="null"/> for a temporary folder.</param>
internal sealed class TelemetryWorlds(string? folder) : IAsyncDisposable
{
    private readonly Dictionary<int, TelemetryWorld> _worlds = [];
    private TempFolder? _temporary;

    /// <summary>The world of a size.</summary>
    public TelemetryWorld Of(int rows)
    {
        if (!_worlds.TryGetValue(rows, out TelemetryWorld? world))
        {
            string root = folder ?? (_temporary ??= new TempFolder()).Path;
            string name = string.Create(CultureInfo.InvariantCulture, $"telemetry-{TelemetryShape.Version}-{rows}");
            _worlds.Add(rows, world = new TelemetryWorld(Directory.CreateDirectory(Path.Combine(root, name)).FullName, rows));
        }

        return world;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (TelemetryWorld world in _worlds.Values)
        {
            await world.DisposeAsync();
        }

        _temporary?.Dispose();
    }
}
