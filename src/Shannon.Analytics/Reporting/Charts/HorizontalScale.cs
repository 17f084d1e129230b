using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Charts;

/// <summary>Where the points of a chart stand from left to right: at times, or in one slot per category.</summary>
internal sealed class HorizontalScale
{
    private readonly ChartData _data;
    private readonly double _left;
    private readonly double _right;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly long _first;
    private readonly long _last;

    private HorizontalScale(ChartData data, bool bars, double left, double right)
    {
        _data = data;
        _left = left;
        _right = right;
        if (!data.IsTimed)
        {
            foreach (string category in data.Categories)
            {
                _slots.Add(category, _slots.Count);
            }

            SlotWidth = (right - left) / Math.Max(1, _slots.Count);
            return;
        }

        long[] times = [.. data.Series.SelectMany(series => series.Points).Select(point => point.Time!.Value.UtcTicks).Distinct().Order()];
        long step = times.Length < 2 ? TimeSpan.TicksPerHour : times.Zip(times.Skip(1), (one, next) => next - one).Min();
        _first = times[0];
        _last = Math.Max(times[^1], _first + 1);
        if (bars || times.Length == 1)
        {
            // Half a bar stands beyond the first and the last moment.
            _first -= Math.Min(step / 2, _first);
            _last += Math.Min(step / 2, DateTime.MaxValue.Ticks - _last);
        }

        SlotWidth = (right - left) * step / Math.Max(1, _last - _first);
    }

    /// <summary>The room of one bar or group of bars.</summary>
    internal double SlotWidth { get; }

    internal static HorizontalScale For(ChartData data, bool bars, double left, double right) => new(data, bars, left, right);

    internal double X(ChartPoint point) => point.Time is { } time ? X(time) : _left + ((_slots[point.Category!] + 0.5) * SlotWidth);

    /// <summary>As many labels as there is room for.</summary>
    internal IEnumerable<(double X, string Label)> Labels(ReportPresentation presentation)
    {
        if (_data.IsTimed)
        {
            int most = Math.Max(2, (int)((_right - _left) / 70));
            return TimeTicks.Between(new DateTimeOffset(_first, TimeSpan.Zero), new DateTimeOffset(_last, TimeSpan.Zero), most, presentation).Select(tick => (X(tick.Time), tick.Label));
        }

        // Every n-th category, so that its label fits, or of a long one enough to tell it.
        double widest = Math.Clamp(_data.Categories.Max(category => ChartCanvas.TextWidth(category)) + 10, 24, 130);
        int every = Math.Max(1, (int)Math.Ceiling(Math.Min(widest, 84) / SlotWidth));
        return _data.Categories.Select((category, index) => (Category: category, Index: index)).Where(slot => slot.Index % every == 0)
            .Select(slot => (_left + ((slot.Index + 0.5) * SlotWidth), ChartCanvas.Shorten(slot.Category, (every * SlotWidth) - 6)));
    }

    private double X(DateTimeOffset time) => _left + ((_right - _left) * ((double)(time.UtcTicks - _first) / (_last - _first)));
}
