using System.Globalization;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting.Documents;

/// <summary>The one place that writes values of reports: for people in a culture and time zone, or for machines. Thread-safe.</summary>
public sealed class ReportValueFormat
{
    /// <summary>What stands for a missing value where people read.</summary>
    public const string MissingText = "–";

    /// <summary>All digits and no zeros at the end.</summary>
    internal const string RawDecimal = "0.############################";

    private const char NoBreakSpace = '\u00A0';

    private const double Million = 1e6;

    private const int NanoDollarDecimals = 9;

    private readonly CultureInfo _culture;
    private readonly NumberFormatInfo _numbers;
    private readonly TimeZoneInfo _zone;

    /// <summary>Creates a format.</summary>
    /// <param name="presentation">The culture and time zone to write in.</param>
    public ReportValueFormat(ReportPresentation presentation)
    {
        ArgumentNullException.ThrowIfNull(presentation);
        Presentation = presentation;
        _culture = presentation.Culture;
        _zone = presentation.TimeZone;
        _numbers = (NumberFormatInfo)_culture.NumberFormat.Clone();
        _numbers.CurrencySymbol = "$";
        if (_numbers.CurrencyNegativePattern is 0 or 4 or 14 or 15)
        {
            // Parentheses for negative money are for bookkeepers.
            _numbers.CurrencyNegativePattern = _numbers.CurrencyPositivePattern is 1 or 3 ? 8 : 1;
        }
    }

    /// <summary>What it writes for.</summary>
    public ReportPresentation Presentation { get; }

    /// <summary>Writes a value as short as a reader needs it: <c>1.23 M</c>, <c>$3.41</c>, <c>850 ms</c>, <c>12.5 %</c>, <c>2026-01-31 14:05</c>; a missing one as <see cref="MissingText"/>. Numbers and their units do not break across lines.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">A unit to write after it, such as <c>tokens</c>.</param>
    public string Readable(ReportValue value, string? unit = null) => WithUnit(Write(value, compact: true), value, unit);

    /// <summary>Writes a value as <see cref="Readable"/> does, but whole numbers with all their digits: <c>1,234,567</c>. For columns of figures that are compared.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unit">A unit to write after it, such as <c>tokens</c>.</param>
    public string Full(ReportValue value, string? unit = null) => WithUnit(Write(value, compact: false), value, unit);

    /// <summary>Writes a value as <see cref="Full"/> does, but whole numbers from a million up as <see cref="Readable"/> does: a page is narrower than a table of all digits.</summary>
    /// <param name="value">The value.</param>
    public string InTable(ReportValue value) => value.Kind == ReportValueKind.Count ? Readable(value) : Full(value);

    /// <summary>
    /// Writes a value for machines, in the invariant culture and UTC, without loss: <c>1234567</c>, <c>3.41</c>, seconds, shares (0.25 is 25 %), <c>2026-01-31T14:05:00Z</c>, <c>true</c>; nothing for a missing one.
    /// </summary>
    /// <param name="value">The value.</param>
    public static string Raw(ReportValue value) => value.Kind switch
    {
        ReportValueKind.Missing => string.Empty,
        ReportValueKind.Text => value.AsText,
        ReportValueKind.Count => value.AsCount.ToString(CultureInfo.InvariantCulture),
        ReportValueKind.Number => value.AsNumber.ToString("R", CultureInfo.InvariantCulture),
        ReportValueKind.Money => value.AsMoney.ToString(RawDecimal, CultureInfo.InvariantCulture),
        ReportValueKind.Duration => ((decimal)value.AsDuration.Ticks / TimeSpan.TicksPerSecond).ToString(RawDecimal, CultureInfo.InvariantCulture),
        ReportValueKind.Bytes => value.AsBytes.ToString(CultureInfo.InvariantCulture),
        ReportValueKind.Percent => value.AsPercent.ToString("R", CultureInfo.InvariantCulture),
        ReportValueKind.Time => value.AsTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ReportValueKind.Date => value.AsDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.AsBoolean ? "true" : "false",
    };

    /// <summary>
    /// Text as people may see it: control characters become visible symbols, and characters that turn the direction of what follows become codes such as <c>⟨U+202E⟩</c>, so that no name can disguise itself
    /// or its surroundings. Line breaks and tabs stay. <see cref="Readable"/> does this to texts.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string Visible(string text) => VisibleText.Of(text);

    /// <summary>A change with an arrow, so that it does not rest on colour alone: <c>▲ 12 %</c>.</summary>
    /// <param name="change">The change.</param>
    public string Change(FigureChange change)
    {
        string text = Readable(change.Amount);
        return change.Amount.Sign switch
        {
            > 0 => $"▲{NoBreakSpace}{text}",
            < 0 => $"▼{NoBreakSpace}{text.Replace(_numbers.NegativeSign, string.Empty, StringComparison.Ordinal)}",
            _ => text,
        };
    }

    /// <summary>A number on an axis, in the unit and with the decimals of its neighbours.</summary>
    internal string Tick(ReportValue value, double step, double largest) => value.Kind switch
    {
        ReportValueKind.Percent => value.AsPercent.ToString(step < 0.001 ? "P2" : step < 0.01 ? "P1" : "P0", _numbers).Replace(' ', NoBreakSpace),
        ReportValueKind.Count when largest >= Million && value.AsCount != 0 => Compact(value.AsCount, largest),
        ReportValueKind.Number when largest >= Million && value.AsNumber != 0 => Compact(value.AsNumber, largest),
        ReportValueKind.Duration when value.AsDuration != TimeSpan.Zero && largest is > 1 and < 60 => Unit(value.AsDuration.TotalSeconds.ToString("0.##", _numbers), "s"),
        _ => Readable(value),
    };

    /// <summary>A moment in the time zone of the reader.</summary>
    internal DateTimeOffset InZone(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    /// <summary>A range of time in words; an open end is said so.</summary>
    /// <param name="range">The range.</param>
    public string Period(TimeRange range) => (range.Start, range.End) switch
    {
        (null, null) => "All time",
        ({ } start, null) => $"Since {Moment(start)}",
        (null, { } end) => $"Until {Moment(end)}",
        ({ } start, { } end) => $"{Moment(start)} – {Moment(end)}",
    };

    /// <summary>The time zone as readers know it, with its offset at a moment: <c>UTC</c>, <c>Europe/Berlin (UTC+02:00)</c>.</summary>
    /// <param name="at">The moment.</param>
    public string Zone(DateTimeOffset at)
    {
        TimeSpan offset = _zone.GetUtcOffset(at);
        return _zone.Equals(TimeZoneInfo.Utc) ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"{_zone.Id} (UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm})");
    }

    private string Write(ReportValue value, bool compact) => value.Kind switch
    {
        ReportValueKind.Missing => MissingText,
        ReportValueKind.Text => VisibleText.Of(value.AsText),
        ReportValueKind.Count => compact && Math.Abs((double)value.AsCount) >= Million ? Compact(value.AsCount) : value.AsCount.ToString("N0", _numbers),
        ReportValueKind.Number => Number(value.AsNumber, compact),
        ReportValueKind.Money => Money(value.AsMoney, compact),
        ReportValueKind.Duration => Duration(value.AsDuration),
        ReportValueKind.Bytes => Bytes(value.AsBytes),
        ReportValueKind.Percent => Percent(value.AsPercent),
        ReportValueKind.Time => Moment(value.AsTime),
        ReportValueKind.Date => Day(value.AsDate),
        _ => value.AsBoolean ? "yes" : "no",
    };

    private static string WithUnit(string text, ReportValue value, string? unit) =>
        string.IsNullOrEmpty(unit) || value.IsMissing ? text : $"{text}{NoBreakSpace}{unit}";

    private string Number(double value, bool compact)
    {
        double size = Math.Abs(value);
        return size switch
        {
            >= 1e15 or (> 0 and < 1e-6) => value.ToString("0.##E+0", _numbers),
            >= Million when compact => Compact(value),
            >= 1000 => value.ToString("#,0", _numbers),
            // In columns the decimal points stand below each other.
            >= 10 => value.ToString(compact ? "0.#" : "0.0", _numbers),
            >= 1 => value.ToString(compact ? "0.##" : "0.00", _numbers),
            _ => Significant(value, 3),
        };
    }

    /// <summary>Three significant digits and a letter, from a million up.</summary>
    private string Compact(double value) => Compact(value, Math.Abs(value));

    private string Compact(double value, double size)
    {
        // 999,999,999 must not become 1000 M: the size is that of the rounded number.
        (double divisor, char letter) = size switch
        {
            >= 999.5e9 => (1e12, 'T'),
            >= 999.5e6 => (1e9, 'B'),
            _ => (1e6, 'M'),
        };
        double scaled = value / divisor;
        string format = Math.Abs(scaled) switch { >= 99.95 => "#,0", >= 9.995 => "0.#", _ => "0.##" };
        return $"{scaled.ToString(format, _numbers)}{NoBreakSpace}{letter}";
    }

    private string Money(decimal dollars, bool compact)
    {
        decimal size = Math.Abs(dollars);
        if (compact && size >= 1_000_000m)
        {
            string number = Compact((double)size);
            string money = 0m.ToString("C0", _numbers).Replace("0", number, StringComparison.Ordinal);
            return dollars < 0 ? _numbers.NegativeSign + money : money;
        }

        int decimals = size is 0 or >= 0.995m ? 2 : Math.Clamp(1 - (int)Math.Floor(Math.Log10((double)size)), 2, NanoDollarDecimals);
        return Math.Round(dollars, decimals, MidpointRounding.ToEven).ToString($"C{decimals}", _numbers);
    }

    private string Duration(TimeSpan duration)
    {
        string sign = duration < TimeSpan.Zero ? _numbers.NegativeSign : string.Empty;
        double seconds = Math.Abs(duration.TotalSeconds);
        string text = seconds switch
        {
            0 => Unit("0", "s"),
            < 0.0009995 => Unit(Significant(seconds * 1e6, 3), "µs"),
            < 0.9995 => Unit(Significant(seconds * 1e3, 3), "ms"),
            < 59.95 => Unit(Significant(seconds, 3), "s"),
            _ => LongDuration((long)Math.Round(seconds)),
        };
        return sign + text;
    }

    private string LongDuration(long seconds) => seconds switch
    {
        < 3600 => Two(seconds / 60, "min", seconds % 60, "s"),
        < 86_400 => Two(seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => Two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    };

    private string Two(long large, string largeUnit, long small, string smallUnit)
    {
        string first = Unit(large.ToString("N0", _numbers), largeUnit);
        return small == 0 ? first : $"{first}{NoBreakSpace}{Unit(small.ToString(_numbers), smallUnit)}";
    }

    private string Bytes(long bytes)
    {
        double size = Math.Abs((double)bytes);
        return size switch
        {
            < 1000 => Unit(bytes.ToString(_numbers), "B"),
            < 999.5e3 => Unit(Significant(bytes / 1e3, 3), "kB"),
            < 999.5e6 => Unit(Significant(bytes / 1e6, 3), "MB"),
            < 999.5e9 => Unit(Significant(bytes / 1e9, 3), "GB"),
            _ => Unit(Significant(bytes / 1e12, 3), "TB"),
        };
    }

    private string Percent(double share)
    {
        double size = Math.Abs(share);
        if (size >= 1e9)
        {
            return Unit(Number(share * 100, compact: true), "%");
        }

        int decimals = size switch { 0 or 1 or >= 10 => 0, >= 0.00995 => 1, _ => 2 };
        return share.ToString($"P{decimals}", _numbers).Replace(' ', NoBreakSpace);
    }

    private string Moment(DateTimeOffset time)
    {
        DateTimeOffset local = InZone(time);
        // To the minute: a column in which some times have seconds and some have not is hard to read.
        string text = _culture.Equals(CultureInfo.InvariantCulture) ? local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : local.ToString("g", _culture);
        return text.Replace(' ', NoBreakSpace);
    }

    private string Day(DateOnly date) => _culture.Equals(CultureInfo.InvariantCulture) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date.ToString("d", _culture);

    private string Significant(double value, int digits)
    {
        if (value == 0)
        {
            return "0";
        }

        int decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15);
        return value.ToString(decimals == 0 ? "#,0" : "#,0." + new string('#', decimals), _numbers);
    }

    private static string Unit(string number, string unit) => $"{number}{NoBreakSpace}{unit}";
}
