namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>Rows of <see cref="UsageShape"/> as columns.</summary>
/// <param name="count">How many.</param>
internal sealed class UsageRows(int count)
{
    public UsageKind[] Kinds { get; } = new UsageKind[count];

    public long[] Times { get; } = new long[count];

    public ushort[] Sessions { get; } = new ushort[count];

    public byte[] Models { get; } = new byte[count];

    public byte[] Branches { get; } = new byte[count];

    /// <summary>The tool, or the type of the error.</summary>
    public byte[] Codes { get; } = new byte[count];

    public bool[] Success { get; } = new bool[count];

    /// <summary>Seconds: of a response, or of the use of a tool.</summary>
    public double[] Values { get; } = new double[count];

    public int[] Input { get; } = new int[count];

    public int[] Output { get; } = new int[count];

    public int[] CacheRead { get; } = new int[count];

    public int[] CacheWrite { get; } = new int[count];

    /// <summary>Cost in nano-dollars.</summary>
    public long[] Nanos { get; } = new long[count];
}
