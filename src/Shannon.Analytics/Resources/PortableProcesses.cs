using System.ComponentModel;
using System.Diagnostics;

namespace Shannon.Analytics.Resources;

/// <summary>What .NET tells of processes on every system: CPU time and memory of each, but neither whose child one is nor what it reads and writes.</summary>
internal sealed class PortableProcesses : ProcessSnapshot
{
    internal override IReadOnlyList<ProcessEntry> TreeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited
                ? []
                : [new ProcessEntry(id, process.StartTime.Ticks) { Cpu = process.TotalProcessorTime, MemoryBytes = process.WorkingSet64 }];
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended, perhaps between two of these questions, or belongs to somebody else.
            return [];
        }
    }
}
