using System.Runtime.CompilerServices;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Numbers as unsigned keys in the same order; -0.0 is 0.0.</summary>
internal static class ValueOrder
{
    private const ulong Sign = 1UL << 63;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong KeyOf(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }

    internal static double ValueOf(ulong key) => BitConverter.UInt64BitsToDouble((key & Sign) != 0 ? key & ~Sign : ~key);
}
