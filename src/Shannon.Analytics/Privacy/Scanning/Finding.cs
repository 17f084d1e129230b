using System.Runtime.InteropServices;

namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>A stretch of a text that is to be replaced.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it is over.</param>
/// <param name="Kind">What was found there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Finding(int Start, int End, ContentKinds Kind);
