using System.Text;
using Shannon.Analytics.Alerting;

namespace Shannon.Analytics.Fuzz.Targets;

/// <summary>Conditions of alerts: read, and if they are sound, printed and read again.</summary>
internal sealed class ConditionTarget : IFuzzTarget
{
    public void Run(byte[] input)
    {
        if (!AlertCondition.TryParse(Encoding.UTF8.GetString(input), out AlertCondition? condition, out _))
        {
            return;
        }

        string printed = condition.ToString();
        if (printed.Length <= AlertLimits.MaxConditionLength && !condition.Equals(AlertCondition.Parse(printed)))
        {
            throw new FuzzFailure("A condition is another one after printing.");
        }
    }
}
