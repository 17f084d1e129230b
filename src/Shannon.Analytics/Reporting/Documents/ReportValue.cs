using System.Globalization;

namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A typed value of a report. <c>default</c> is missing. Immutable and thread-safe. <see cref="ReportValueFormat"/> writes it for people or machines.</summary>
public readonly record struct ReportValue
{
    private readonly string? _text;
    private readonly long _whole;
    private readonly decimal _money;

    private ReportValue(ReportValueKind kind, long whole = 0, string? text = null, decimal money = 0)
    {
        Kind = kind;
        _whole = whole;
        _text = text;
        _money = money;
    }

    /// <summary>No value.</summary>
    public static ReportValue Missing => default;

    /// <summary>What it is.</summary>
    public ReportValueKind Kind { get; }

    /// <summary>Whether there is none.</summary>
    public bool IsMissing => Kind == ReportValueKind.Missing;

    /// <summary>The text of a <see cref="ReportValueKind.Text"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public string AsText => As(ReportValueKind.Text)._text!;

    /// <summary>The number of a <see cref="ReportValueKind.Count"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public long AsCount => As(ReportValueKind.Count)._whole;

    /// <summary>The number of a <see cref="ReportValueKind.Number"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public double AsNumber => BitConverter.Int64BitsToDouble(As(ReportValueKind.Number)._whole);

    /// <summary>The US dollars of a <see cref="ReportValueKind.Money"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public decimal AsMoney => As(ReportValueKind.Money)._money;

    /// <summary>The length of a <see cref="ReportValueKind.Duration"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public TimeSpan AsDuration => new(As(ReportValueKind.Duration)._whole);

    /// <summary>The number of bytes of a <see cref="ReportValueKind.Bytes"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public long AsBytes => As(ReportValueKind.Bytes)._whole;

    /// <summary>The share of a <see cref="ReportValueKind.Percent"/>: 0.25 is 25 %.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public double AsPercent => BitConverter.Int64BitsToDouble(As(ReportValueKind.Percent)._whole);

    /// <summary>The moment of a <see cref="ReportValueKind.Time"/>, in UTC.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public DateTimeOffset AsTime => new(As(ReportValueKind.Time)._whole, TimeSpan.Zero);

    /// <summary>The day of a <see cref="ReportValueKind.Date"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public DateOnly AsDate => DateOnly.FromDayNumber((int)As(ReportValueKind.Date)._whole);

    /// <summary>The answer of a <see cref="ReportValueKind.Boolean"/>.</summary>
    /// <exception cref="InvalidOperationException">It is of another kind.</exception>
    public bool AsBoolean => As(ReportValueKind.Boolean)._whole != 0;

    /// <summary>1, 0 or -1 for a number above, at or below zero; 0 for whatever is no number.</summary>
    internal int Sign => Kind switch
    {
        ReportValueKind.Money => Math.Sign(_money),
        ReportValueKind.Number or ReportValueKind.Percent => Math.Sign(BitConverter.Int64BitsToDouble(_whole)),
        ReportValueKind.Count or ReportValueKind.Bytes or ReportValueKind.Duration => Math.Sign(_whole),
        _ => 0,
    };

    /// <summary>Text.</summary>
    /// <param name="text">The text, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Text(string? text) => text is null ? default : new(ReportValueKind.Text, text: text);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Count(long? value) => value is { } whole ? new(ReportValueKind.Count, whole) : default;

    /// <summary>A number.</summary>
    /// <param name="value">The number; <see langword="null"/>, infinite and undefined ones are missing.</param>
    public static ReportValue Number(double? value) => Real(ReportValueKind.Number, value);

    /// <summary>US dollars, kept exactly.</summary>
    /// <param name="dollars">The amount, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Money(decimal? dollars) => dollars is { } amount ? new(ReportValueKind.Money, money: amount) : default;

    /// <summary>A length of time.</summary>
    /// <param name="duration">The length, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Duration(TimeSpan? duration) => duration is { } length ? new(ReportValueKind.Duration, length.Ticks) : default;

    /// <summary>A length of time in seconds, kept to 100 ns.</summary>
    /// <param name="seconds">The seconds; <see langword="null"/>, undefined ones and those beyond <see cref="TimeSpan.MaxValue"/> are missing.</param>
    public static ReportValue Seconds(double? seconds) =>
        seconds is { } length && Math.Abs(length) < TimeSpan.MaxValue.TotalSeconds ? new(ReportValueKind.Duration, (long)Math.Round(length * TimeSpan.TicksPerSecond)) : default;

    /// <summary>A number of bytes.</summary>
    /// <param name="bytes">The number, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Bytes(long? bytes) => bytes is { } count ? new(ReportValueKind.Bytes, count) : default;

    /// <summary>A share.</summary>
    /// <param name="share">The share, 0.25 for 25 %; <see langword="null"/>, infinite and undefined ones are missing.</param>
    public static ReportValue Percent(double? share) => Real(ReportValueKind.Percent, share);

    /// <summary>A moment.</summary>
    /// <param name="time">The moment, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Time(DateTimeOffset? time) => time is { } moment ? new(ReportValueKind.Time, moment.UtcTicks) : default;

    /// <summary>A calendar day.</summary>
    /// <param name="date">The day, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Date(DateOnly? date) => date is { } day ? new(ReportValueKind.Date, day.DayNumber) : default;

    /// <summary>Yes or no.</summary>
    /// <param name="value">The answer, or <see langword="null"/> for a missing value.</param>
    public static ReportValue Boolean(bool? value) => value is { } answer ? new(ReportValueKind.Boolean, answer ? 1 : 0) : default;

    /// <summary>The value as machines read it: see <see cref="ReportValueFormat.Raw"/>.</summary>
    public override string ToString() => ReportValueFormat.Raw(this);

    private static ReportValue Real(ReportValueKind kind, double? value) =>
        value is { } number && double.IsFinite(number) ? new(kind, BitConverter.DoubleToInt64Bits(number)) : default;

    private ReportValue As(ReportValueKind kind) => Kind == kind
        ? this
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The value is of the kind {Kind}, not {kind}. Look at Kind first."));
}
