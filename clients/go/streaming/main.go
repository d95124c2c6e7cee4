// Streams: uploads three pictures as a device, then lists and downloads them as a manager.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
	"mado.example/connect"
	"mado.example/stubs/mado/telework/v1"
)

// An 8×8 PNG of one grey.
func picture(shade uint8) []byte {
	grey := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := 0; i < 64; i++ {
		grey.SetGray(i%8, i/8, color.Gray{Y: shade})
	}
	var file bytes.Buffer
	connect.ExpectOK(png.Encode(&file, grey), "the picture")
	return file.Bytes()
}

func upload(device telework.EvidenceServiceClient, pictures map[uint64][]byte) map[string]uint64 {
	ctx, cancel := connect.Within(30 * time.Second)
	defer cancel()
	stream, err := device.Upload(ctx)
	connect.ExpectOK(err, "Upload")
	// The stream goes both ways: pictures leave while verdicts arrive.
	go func() {
		for sequence, content := range pictures {
			image := &telework.Image{
				Sequence:   sequence,
				Kind:       telework.ImageKind_IMAGE_KIND_SCREEN,
				Trigger:    telework.CaptureTrigger_CAPTURE_TRIGGER_INTERVAL,
				CapturedAt: timestamppb.Now(),
				Content:    content,
			}
			connect.ExpectOK(stream.Send(&telework.UploadRequest{Item: &telework.UploadRequest_Image{Image: image}}), "a picture")
		}
		connect.ExpectOK(stream.CloseSend(), "the end of the pictures")
	}()
	ids := map[string]uint64{}
	for {
		response, err := stream.Recv()
		if err == io.EOF {
			return ids
		}
		connect.ExpectOK(err, "a verdict")
		verdict := response.GetImage()
		durable := verdict.GetVerdict() == telework.Verdict_VERDICT_STORED ||
			verdict.GetVerdict() == telework.Verdict_VERDICT_DUPLICATE
		connect.Expect(durable, fmt.Sprintf("picture %d to be durable: %s", verdict.GetSequence(), verdict.GetMessage()))
		ids[verdict.EvidenceId] = verdict.Sequence
	}
}

func list(manager telework.EvidenceServiceClient, ids map[string]uint64) int {
	ctx, cancel := connect.Within(10 * time.Second)
	defer cancel()
	listed := map[string]bool{}
	request := &telework.EvidenceServiceListRequest{PageSize: 2}
	for {
		page, err := manager.List(ctx, request)
		connect.ExpectOK(err, "List")
		for _, evidence := range page.Evidence {
			if _, ours := ids[evidence.Id]; ours {
				connect.Expect(evidence.Width == 8 && evidence.Height == 8, "pictures of 8×8")
				listed[evidence.Id] = true
			}
		}
		if page.NextPageToken == "" {
			return len(listed)
		}
		request.PageToken = page.NextPageToken
	}
}

func download(manager telework.EvidenceServiceClient, id string) []byte {
	ctx, cancel := connect.Within(10 * time.Second)
	defer cancel()
	stream, err := manager.Download(ctx, &telework.DownloadRequest{Id: id})
	connect.ExpectOK(err, "Download")
	var content []byte
	for {
		part, err := stream.Recv()
		if err == io.EOF {
			return content
		}
		connect.ExpectOK(err, "a part of a picture")
		content = append(content, part.Data...)
	}
}

func main() {
	options := connect.Parse()
	device := telework.NewEvidenceServiceClient(connect.Dial(options, options.DeviceToken))
	manager := telework.NewEvidenceServiceClient(connect.Dial(options, options.Token))

	// The agent's own count. Sending the same pictures again is no harm: they are DUPLICATE then.
	pictures := map[uint64][]byte{}
	for n := uint64(0); n < 3; n++ {
		pictures[3001+n] = picture(uint8(40 * n))
	}
	ids := upload(device, pictures)
	fmt.Printf("%d of %d pictures are durable\n", len(ids), len(pictures))
	connect.Expect(len(ids) == len(pictures), "a verdict for each picture")

	listed := list(manager, ids)
	fmt.Printf("%d of %d pictures are listed\n", listed, len(pictures))
	connect.Expect(listed == len(pictures), "every picture in the list")

	same := 0
	for id, sequence := range ids {
		if bytes.Equal(download(manager, id), pictures[sequence]) {
			same++
		}
	}
	fmt.Printf("%d of %d pictures came back byte for byte\n", same, len(pictures))
	connect.Expect(same == len(pictures), "every picture back as it was sent")
	fmt.Println("ok")
}
