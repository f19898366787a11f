using Cpd.Engine.Journeys;
using Cpd.Web.Features.Journeys.Picture;

namespace Cpd.Web.Features.Journeys.Designer.Canvas;

/// <summary>How large a card is and where its ports are. Known without measuring, so that lines can be drawn on the server.</summary>
internal static class CardShape
{
    /// <summary>The card that says who enters; no step can be called so.</summary>
    public const string Entry = "(entry)";

    /// <summary>Everything stands on multiples of this.</summary>
    public const int Grid = 4;

    public const int Width = 256;

    private const int Height = 56;
    private const int PortRow = 24;
    private const int PortWidth = 96;
    private const int ExitWidth = 176;
    private const int ExitHeight = 40;

    public static Box EntryBox(CanvasPlace at) => new(at.X, at.Y, Width, Height);

    public static Box Of(JourneyStep step, CanvasPlace at)
    {
        var (width, height) = Size(step);
        return new Box(at.X, at.Y, width, height);
    }

    public static (int Width, int Height) Size(JourneyStep step)
    {
        var ports = step.Exits().Count;
        return ports == 0 ? (ExitWidth, ExitHeight)
            : NamesPorts(step) ? (Math.Max(Width, ports * PortWidth), Height + PortRow)
            : (Width, Height);
    }

    /// <summary>The only way on needs no word.</summary>
    public static bool NamesPorts(JourneyStep step) => step.Exits() is not ([] or [{ Port: "next" }]);

    public static Point In(Box card) => new(card.X + card.Width / 2, card.Y);

    public static Point Out(Box card, int exit, int ports) => new(card.X + card.Width * (exit + 0.5) / Math.Max(1, ports), card.Bottom);

    public static int Snap(double coordinate) => (int)Math.Round(coordinate / Grid, MidpointRounding.AwayFromZero) * Grid;
}
