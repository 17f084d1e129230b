using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>A derived figure over a window, made of its parts.</summary>
internal sealed class FigureInput : ConditionInput
{
    private readonly DerivedFigure _figure;
    private readonly ConditionInput[] _parts;
    private readonly double[] _numbers;
    private readonly double _seconds;

    internal FigureInput(DerivedFigure figure, long windowMicros)
    {
        _figure = figure;
        _parts = [.. figure.Parts.Select(part => Make(part, windowMicros))];
        _numbers = new double[_parts.Length];
        _seconds = windowMicros / (double)UnixMicros.PerSecond;
    }

    internal override bool Take(MetricRecord record, long time, long now)
    {
        bool isRead = false;
        foreach (ConditionInput part in _parts)
        {
            isRead |= part.Take(record, time, now);
        }

        return isRead;
    }

    internal override double Read(long now)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            _numbers[i] = _parts[i].Read(now);
        }

        return _figure.Combine(_numbers, _seconds) ?? double.NaN;
    }

    private static ConditionInput Make(DerivedPart part, long windowMicros) => part.Kind switch
    {
        DerivedPartKind.Sum => new MomentsInput(AggregateKind.Sum, part.Selector, windowMicros),
        DerivedPartKind.Sessions => new SessionsInput(part, windowMicros),
        _ => new CountInput(part, windowMicros),
    };
}
